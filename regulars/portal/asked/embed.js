// <script src="https://…/forms.js" data-form="frm_…" async></script>
// Puts a form where the script stands, in a frame that is as high as what is in it. data-review or data-wish name a
// product instead; data-title says to screen readers what the frame holds.
(() => {
  const own = document.currentScript;
  if (!own) return;
  const { form, review, wish, title } = own.dataset;
  const place = form ? `f/${form}` : review ? `r/${review}` : wish ? `w/${wish}` : "";
  if (!place) return;
  const home = new URL(own.src).origin;
  const query = new URLSearchParams({ embed: "1", page: location.origin + location.pathname });
  if (document.documentElement.lang) query.set("lang", document.documentElement.lang);
  const frame = document.createElement("iframe");
  frame.src = `${home}/${place}/?${query}`;
  frame.title = title || document.title;
  frame.loading = "lazy";
  Object.assign(frame.style, { border: "0", inlineSize: "100%", blockSize: "30rem", colorScheme: "light dark" });
  own.after(frame);
  addEventListener("message", (event) => {
    if (event.source !== frame.contentWindow || event.origin !== home) return;
    const height = Number(event.data?.regularsHeight);
    if (height > 0 && height < 20000) frame.style.blockSize = `${Math.ceil(height)}px`;
  });
})();
