{
  const find = name => document.querySelector(`.${name}`);
  const [form, status, results, further] = ["search", "found", "hits", "further"].map(find);
  const { lang, dir } = document.documentElement;
  const words = form.dataset;
  const kinds = JSON.parse(words.kinds);
  let run;

  const plain = text => text.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "");
  const shown = (at, more) => new Date(at).toLocaleString(words.locale, { day: "numeric", month: "long", year: "numeric", ...more });
  const turned = language => {
    const [primary, ...rest] = language.toLowerCase().split("-");
    const known = rest.find(part => /^[a-z]{4}$/.test(part)) ?? primary;
    return known === "und" ? "auto" : words.right.includes(` ${known} `) ? "rtl" : "ltr";
  };
  const make = (name, facts, ...parts) => {
    const made = Object.assign(document.createElement(name), facts);
    made.append(...parts.filter(Boolean));
    return made;
  };
  const part = (name, className, text) => text && make(name, { className }, text);
  const time = at => make("time", { dateTime: at, lang, dir }, shown(at, { hour: "2-digit", minute: "2-digit", timeZoneName: "short", timeZone: words.zone }));
  const label = ({ label, kind }) => label || kinds[kind];

  const teaser = (story, file) => make(
    "article", { className: "teaser", lang: story.language, dir: turned(story.language) },
    make("p", { className: "kicker" }, part("span", "section", story.section), part("strong", "label", label(story))),
    make("h2", {}, make("a", { href: new URL(story.href, file) }, story.headline)),
    part("p", "summary", story.summary),
    make(
      "p", { className: "times" }, time(story.published),
      story.updated !== story.published && make("span", { lang, dir }, `${words[story.corrected ? "corrected" : "updated"]} `, time(story.updated)),
    ),
  );

  const search = async () => {
    run?.abort();
    const { signal } = run = new AbortController();
    const query = form.q.value.trim();
    const wanted = plain(query).split(/\s+/);
    let all = 0, shows = 0, reads = 0, back, failed;

    const tell = busy => {
      status.ariaBusy = busy;
      status.textContent = [words.found.replace("{count}", all), back, failed].filter(Boolean).join(" · ");
    };
    const pause = async () => {
      if (shows < 30 && reads < 33) return;
      tell(false);
      further.hidden = false;
      await new Promise(go => further.onclick = go);
      further.hidden = true;
      shows = reads = 0;
      tell(true);
    };
    const read = async (file, name) => {
      await pause();
      reads++;
      try {
        const got = await fetch(file, { signal, cache: "no-cache" });
        if (got.ok) return (await got.json())[name];
      } catch (lost) {
        if (signal.aborted) throw lost;
      }
      failed = words.failed;
      return [];
    };

    history.replaceState(null, "", `?q=${encodeURIComponent(query)}`);
    results.replaceChildren();
    further.hidden = true;
    tell(true);
    const top = new URL("index.json", find("archive").href);
    for (const month of await read(top, "months")) {
      for (const day of await read(new URL(`${month}/index.json`, top), "days")) {
        const file = new URL(`${day}/index.json`, top);
        for (const story of await read(file, "stories")) {
          const text = plain([story.headline, story.summary, story.section, label(story)].join(" "));
          if (!wanted.every(word => text.includes(word))) continue;
          await pause();
          results.append(teaser(story, file));
          all++, shows++;
        }
        back = words.back.replace("{date}", shown(day, { timeZone: "UTC" }));
        tell(true);
      }
    }
    tell(false);
  };

  form.onsubmit = event => {
    event.preventDefault();
    search().catch(() => {});
  };
  form.q.value = new URLSearchParams(location.search).get("q");
  form.hidden = !(find("unscripted").hidden = true);
  if (form.q.value) form.requestSubmit();
}
