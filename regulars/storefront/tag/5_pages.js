// Pages: what stands on them is told by data attributes, or by the one product of their JSON-LD.
const snake = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const facts = ({ dataset }) => {
  const told = Object.entries(dataset).filter(([name]) => !name.startsWith("regulars"));
  return Object.fromEntries(told.map(([name, text]) => [snake(name), text[0] === "[" ? JSON.parse(text) : text]));
};
const all = (css) => [...document.querySelectorAll(css)];
const first = (value) => [value].flat()[0];
const isProduct = (value) => /^(.*schema.org\/)?Product(Group)?$/.test(first(value["@type"]));
const products = (value) => [value].flat().filter(Boolean).flatMap((found) =>
  isProduct(found) ? found : products(found["@graph"] || found.mainEntity));
const ware = (found) => {
  const { name, category, brand, offers, ...ids } = { ...first(found.hasVariant), ...found };
  const offer = first(offers) || {};
  const price = offer.price ?? offer.lowPrice ?? first(offer.priceSpecification)?.price;
  const sku = ids.sku || ids.productID || ids.productGroupID || ids.mpn;
  return { sku, name, category, brand: brand?.name || brand, price, currency: offer.priceCurrency };
};

let here, since = 0, depth = 0;
const look = () => {
  const url = new URL(location.href);
  if (!may("ad_storage")) for (const name of CLICK_IDS) url.searchParams.delete(name);
  place = { url: url.href, path: url.pathname, title: document.title, referrer: place.url || document.referrer };
  since = document.hidden ? 0 : Date.now();
  depth = 0;
  measure();
  tell("page", { properties: { title: document.title } });
  const shown = all("[data-regulars-view]");
  shown.forEach(safely((one) => tell("track", { event: one.dataset.regularsView, properties: facts(one) })));
  const markup = all("script[type='application/ld+json']");
  const found = markup.flatMap((one) => safely(() => products(JSON.parse(one.textContent)))() || []);
  if (found.length !== 1 || shown.some((one) => one.dataset.regularsView === "Product Viewed")) return;
  tell("track", { event: "Product Viewed", properties: ware(found[0]) });
};
const measure = () => {
  const share = (scrollY + innerHeight) / document.documentElement.scrollHeight;
  depth = Math.max(depth, Math.min(100, Math.round(100 * share)));
};
const leave = () => {
  const seconds = Math.round((Date.now() - since) / 1000);
  if (since) tell("track", { event: "Page Left", properties: { seconds, depth } });
  since = 0;
};
const move = () => {
  const now = location.pathname + location.search;
  if (now === here) return;
  if (here) leave();
  setTimeout(safely(look), here ? 100 : 0); // a shop on a single page needs a moment to put the new one in place
  here = now;
};
