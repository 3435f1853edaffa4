// What the page does by itself: copy buttons, and our words and look in the graph component, which has neither.
// `words` stands before this script: {help, and for each button its title}.
if (!window.zhengtu) {
  window.zhengtu = true;

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-copy]");
    if (!button) return;
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(button.dataset.copy);
    } else { // plain http on a local network: browsers give no clipboard object there
      getSelection().selectAllChildren(button.previousElementSibling);
      document.execCommand("copy");
    }
    const label = button.textContent;
    if (label === button.dataset.done) return;
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = label; }, 1500);
  });

  const tidy = (frame) => {
    const inside = frame.contentDocument;
    const help = inside?.querySelector(".infopanel__help");
    if (!help) return;
    help.textContent = words.help;
    for (const [id, title] of Object.entries(words)) inside.getElementById(id)?.setAttribute("title", title);
    const style = inside.createElement("style"); // no dashed frame; the first line of the panel is a bare node id
    style.textContent = ".container{border:0!important} .infopanel__prop:first-child{display:none}";
    inside.head.append(style);
  };
  new MutationObserver(() => {
    for (const frame of document.querySelectorAll("iframe[title*='st_link_analysis']:not([data-tidy])")) {
      frame.dataset.tidy = "";
      frame.addEventListener("load", () => tidy(frame));
      tidy(frame); // on a busy machine it may be there already
    }
  }).observe(document.body, { childList: true, subtree: true });
}
