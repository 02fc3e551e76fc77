// What a shop can call, as regulars("track", "Product Added", { sku: "T-1" }), and what starts by itself.
const calls = {
  track: (event, properties) => tell("track", { event, properties }),
  page: (name, properties) => tell("page", { name, properties }),
  identify: (user, traits) => {
    if (typeof user === "object") return tell("identify", { traits: user });
    if (may()) remember({ user: String(user) });
    return tell("identify", { userId: String(user), traits });
  },
  consent: (given) => {
    const event = { event: "Consent Given", properties: { ...consent(), ...given } };
    const might = may();
    if (might) tell("track", event);
    mine.consent = { ...mine.consent, ...given };
    if (!may()) return forget();
    remember({ consent: mine.consent });
    if (!might) tell("track", event);
    return check();
  },
  reset: () => forget(),
};

// A yes lets go what waited for it; a no takes away what was kept.
const check = () => {
  if (!may()) return mine.visitor || read()?.visitor ? forget() : undefined;
  held.splice(0).forEach((message) => add(named(message)));
};
const follow = safely((name) => {
  const was = history[name];
  history[name] = function (...given) {
    const answer = was.apply(this, given);
    safely(move)();
    return answer;
  };
});
const start = () => {
  const mark = new URLSearchParams(location.search).get("regulars");
  if (mark) remember({ traffic: ["staff", "test"].includes(mark) ? mark : undefined });
  if (may()) queue = safely(() => JSON.parse(localStorage.getItem(UNSENT)))() || [];
  follow("pushState");
  follow("replaceState");
  on(window, "popstate", move);
  on(window, "scroll", measure);
  on(window, "online", send);
  on(window, "pagehide", () => { leave(); sendAndLeave(); });
  on(window, "pageshow", (event) => { if (event.persisted) look(); });
  on(document, "visibilitychange", () => {
    if (document.hidden) { leave(); sendAndLeave(); } else since ||= Date.now();
  });
  on(document, "click", ({ target }) => {
    const one = target.closest("[data-regulars-click]");
    if (one) tell("track", { event: one.dataset.regularsClick, properties: facts(one) });
  });
  setInterval(safely(check), 1000);
  move();
  for (const given of waiting) window.regulars(...given);
};

const waiting = window.regulars?.q || [];
window.regulars = safely((name, ...given) => calls[name]?.(...given));
window.regulars.isHere = true;
const begin = () => (document.readyState === "loading" ? on(document, "DOMContentLoaded", start) : safely(start)());
if (document.prerendering) document.addEventListener("prerenderingchange", begin, { once: true });
else begin();
