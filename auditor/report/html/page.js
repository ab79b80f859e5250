"use strict";
(() => {
  const root = document.documentElement;
  const get = (id) => document.getElementById(id);

  const theme = get("theme");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : dark.matches);
  const nameTheme = () => { theme.textContent = isDark() ? "Light colours" : "Dark colours"; };
  theme.hidden = false;
  theme.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    nameTheme();
  });
  dark.addEventListener("change", nameTheme);
  nameTheme();

  // a link to a finding opens it, and what is typed next belongs to it
  const follow = () => {
    const body = location.hash && get(location.hash.slice(1));
    const finding = body && body.closest(".finding");
    if (!finding) return;
    finding.open = true;
    finding.hidden = false;
    finding.closest(".file").hidden = false;
    const head = finding.querySelector("summary");
    head.focus({ preventScroll: true });
    head.scrollIntoView({ block: "center" });
  };
  addEventListener("hashchange", follow);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.node");
    if (link && link.getAttribute("href") === location.hash) follow();
  });

  for (const graph of document.querySelectorAll(".graph")) {
    const edges = [...graph.querySelectorAll(".edge")];
    const trace = (event) => {
      const node = event.target.closest(".node");
      const number = node ? node.dataset.node : null;
      graph.classList.toggle("traced", number !== null);
      for (const edge of edges) {
        edge.classList.toggle("near", edge.dataset.from === number || edge.dataset.to === number);
      }
    };
    const clear = () => trace({ target: graph });
    graph.addEventListener("mouseover", trace);
    graph.addEventListener("focusin", trace);
    graph.addEventListener("mouseleave", clear);
    graph.addEventListener("focusout", clear);
  }

  for (const button of document.querySelectorAll(".fit")) {
    const canvas = button.nextElementSibling;
    const graph = canvas.querySelector("svg");
    const offer = () => { button.hidden = graph.width.baseVal.value <= canvas.clientWidth - 16; };
    button.addEventListener("click", () => {
      const isFitted = canvas.classList.toggle("fitted");
      button.setAttribute("aria-pressed", String(isFitted));
    });
    button.parentElement.addEventListener("toggle", offer);
    offer();
  }

  const opened = [];
  addEventListener("beforeprint", () => {
    for (const one of document.querySelectorAll(".finding:not([open])")) {
      one.open = true;
      opened.push(one);
    }
  });
  addEventListener("afterprint", () => {
    for (const one of opened.splice(0)) one.open = false;
  });

  const form = get("filter");
  if (form) {
    const text = get("text"), rule = get("rule"), file = get("file"), hidden = get("suppressed");
    const boxes = [...form.querySelectorAll("input[name]")];
    const findings = [...document.querySelectorAll(".finding")].map((element) => ({
      element, data: element.dataset, text: null, file: element.closest(".file"),
    }));
    const groups = [...document.querySelectorAll(".file")];
    const textOf = (one) => {
      const name = one.file.querySelector("h3 code").textContent;
      one.text ??= `${name} ${one.element.textContent}`.toLowerCase();
      return one.text;
    };
    const apply = () => {
      const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
      const out = boxes.filter((box) => !box.checked);
      const shown = new Set();
      let count = 0, all = 0;
      for (const one of findings) {
        const isOut = one.data.state === "suppressed" && !hidden?.checked;
        const fits = !isOut
          && !out.some((box) => one.data[box.name] === box.value)
          && (!rule?.value || one.data.rule === rule.value)
          && (!file?.value || one.data.file === file.value)
          && words.every((word) => textOf(one).includes(word));
        one.element.hidden = !fits;
        all += !isOut;
        count += fits;
        if (fits) shown.add(one.file);
      }
      for (const group of groups) group.hidden = !shown.has(group);
      get("none").hidden = count > 0 || all === 0;
      const [some, whole] = [count, all].map((number) => number.toLocaleString("en"));
      get("count").textContent = count === all ? `${whole} shown` : `${some} of ${whole} shown`;
    };
    form.querySelector(".fields").hidden = false;
    get("count").hidden = false;
    form.addEventListener("input", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    document.addEventListener("keydown", (event) => {
      const isTyping = event.target.matches("input[type=search], select, textarea");
      if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        text.focus();
        text.select();
      } else if (event.key === "Escape" && form.contains(event.target)) {
        event.preventDefault();
        const was = hidden?.checked;
        form.reset();
        if (hidden) hidden.checked = was;
        apply();
        document.activeElement.blur();
      }
    });
    apply();
  }
  follow();
})();
