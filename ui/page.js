// What the page does by itself: copy buttons, and our words and look in the graph component, which has neither.
// `words` stands before this script: {help, and for each button its title}.
if (!window.zhengtu) {
  window.zhengtu = true;
  const graphs = "iframe[title*='st_link_analysis']";

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

  // The graph in the view as a picture, on the page's own ground.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-picture]");
    const cy = button && document.querySelector(graphs)?.contentDocument.getElementById("cy")?._cyreg?.cy;
    if (!cy) return;
    const ground = getComputedStyle(document.querySelector(".stApp")).backgroundColor;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(cy.png({ output: "blob", full: true, scale: 2, maxWidth: 8000, maxHeight: 8000, bg: ground }));
    link.download = button.dataset.picture;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  });

  // Names can be read: where a whole graph would be too small, the chosen node and what is beside it is shown.
  const readable = (cy) => {
    const smallest = 0.75; // 10 pixels for letters
    if (cy.zoom() >= smallest) return;
    cy.zoom(smallest);
    const middle = cy.nodes(".chosen");
    cy.center(middle.length ? middle : cy.nodes()[0]);
  };

  const tidy = (frame) => {
    const inside = frame.contentDocument;
    const help = inside?.querySelector(".infopanel__help");
    if (!help || help.textContent === words.help) return;
    help.textContent = words.help;
    // The component waits a tenth of a second before it tells of a click and again before it draws: ours come singly.
    const view = frame.contentWindow, later = view.setTimeout;
    view.setTimeout = (task, wait, ...rest) => later(task, wait === 100 ? 0 : wait, ...rest);
    if (frame.closest(".st-key-explored")) {
      inside.getElementById("infopanel").style.display = "none"; // the page itself tells of a node
      inside.getElementById("toolbarExport").style.display = "none";
      inside.body.classList.add("explored");
      const wait = setInterval(() => { // the component makes its graph with the first data it gets
        const cy = inside.getElementById("cy")?._cyreg?.cy;
        if (!cy && frame.isConnected) return;
        clearInterval(wait);
        if (!cy) return;
        cy.on("layoutstop", () => readable(cy));
        cy.on("resize", () => { cy.fit(undefined, 28); readable(cy); }); // the picture grows with what is opened
        readable(cy);
      }, 50);
    }
    for (const [id, title] of Object.entries(words)) inside.getElementById(id)?.setAttribute("title", title);
    const style = inside.createElement("style"); // the page frames it; the first line of the panel is a bare node id
    style.textContent = ".container{border:0!important} .explored .container{height:100vh!important} .infopanel__prop:first-child{display:none}";
    inside.head.append(style);
  };
  const found = () => {
    for (const frame of document.querySelectorAll(`${graphs}:not([data-tidy])`)) {
      frame.dataset.tidy = "";
      frame.addEventListener("load", () => tidy(frame));
      tidy(frame); // on a busy machine it may be there already
    }
  };
  found();
  new MutationObserver(found).observe(document.body, { childList: true, subtree: true });
}
