// The tag of Regulars: tells what visitors of a shop do. One line puts it on a page:
//   <script async src="https://crm.example/tag.js" data-key="wk_…"></script>
// What it sends, and what it honors: docs/howto/put-the-tag-on-your-shop.md
// Its source stands in numbered parts, which are served one after another within one function.
const script = document.currentScript || document.querySelector("script[data-key][src*='/tag.js']");
if (!script || window.regulars?.isHere) return;
const told = script.dataset;
const address = new URL("v1/b", script.src).href;

// The shop comes first: nothing that fails here may reach its page.
const safely = (act) => (...given) => { try { return act(...given); } catch { return undefined; } };
const on = (target, names, act) => {
  for (const name of names.split(" ")) target.addEventListener(name, safely(act), true);
};
const id = () => Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join("");
