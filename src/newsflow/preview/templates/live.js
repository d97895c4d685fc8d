
"use strict";
{
  const sign = document.getElementById("live");
  let busy = false;

  // What leads out of a frame opens beside the preview, and does not take its place.
  const keep = (frame) => frame.contentDocument?.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || link.getAttribute("href").startsWith("#")) return;
    event.preventDefault();
    window.open(link.href, "_blank", "noopener,noreferrer");
  });

  // A new frame is loaded behind the old one, and takes its place where that was read.
  const renew = (frame) => {
    const next = frame.cloneNode();
    next.classList.add("coming");
    next.addEventListener("load", () => {
      const read = frame.contentDocument?.scrollingElement?.scrollTop ?? 0;
      next.contentWindow.scrollTo(0, read);
      keep(next);
      next.classList.remove("coming");
      frame.remove();
    }, {once: true});
    frame.after(next);
  };

  const refresh = async () => {
    const answer = await fetch(location.href, {cache: "no-store"});
    if (!answer.ok) return;
    const now = new DOMParser().parseFromString(await answer.text(), "text/html");
    const frames = document.querySelectorAll("iframe");
    if (now.querySelectorAll("iframe").length !== frames.length) {
      location.reload();
      return;
    }
    document.title = now.title;
    document.body.dataset.mark = now.body.dataset.mark;
    for (const part of ["headline", "state", "problems"])
      document.getElementById(part).replaceWith(now.getElementById(part));
    frames.forEach(renew);
  };

  for (const frame of document.querySelectorAll("iframe")) {
    const inside = frame.contentDocument;
    if (inside?.readyState === "complete" && inside.URL !== "about:blank") keep(frame);
    else frame.addEventListener("load", () => keep(frame), {once: true});
  }

  const events = new EventSource("events");
  events.addEventListener("open", () => {
    sign.classList.remove("waiting");
    sign.textContent = "live";
  });
  events.addEventListener("error", () => {
    sign.classList.add("waiting");
    sign.textContent = "the preview has ended";
  });
  events.addEventListener("message", async (event) => {
    if (busy || event.data === document.body.dataset.mark) return;
    busy = true;
    try { await refresh(); } finally { busy = false; }
  });
}
