for (const button of document.querySelectorAll(".share button")) {
  const { title, url } = button.closest(".share").dataset;
  const copies = button.name === "copy";
  if (copies ? !navigator.clipboard : !navigator.share) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    const done = copies ? navigator.clipboard.writeText(url) : navigator.share({ title, url });
    done.then(() => { if (copies) button.textContent = button.value; }, () => {});
  });
}
