// Who visits, which visit it is, and what was said about consent: one cookie, written only where that is allowed.
const COOKIE = "regulars";
const VISIT_MS = 30 * 60 * 1000;
const YEAR_SECONDS = 31_536_000;
const CLICK_IDS = ["gclid", "gbraid", "wbraid", "fbclid", "msclkid", "ttclid"];

const read = safely(() => JSON.parse(decodeURIComponent(document.cookie.match(`(?:^|; )${COOKIE}=([^;]*)`)[1])));
const write = safely((value, seconds = YEAR_SECONDS) => {
  const where = (told.domain ? `;domain=${told.domain}` : "") + (location.protocol === "https:" ? ";secure" : "");
  const text = encodeURIComponent(JSON.stringify(value));
  document.cookie = `${COOKIE}=${text};path=/;max-age=${seconds};samesite=lax${where}`;
});
let mine = read() || {};
const remember = (news) => {
  mine = { ...mine, ...read(), ...news };
  if (may()) write(mine);
  return mine;
};

// A visit ends after half an hour without a word, or when another campaign brings the visitor back.
const visit = () => {
  const isOfCampaign = ([name]) => name.startsWith("utm_") || (CLICK_IDS.includes(name) && may("ad_storage"));
  const campaign = [...new URLSearchParams(location.search)].filter(isOfCampaign).join("&").slice(0, 200);
  const was = { ...mine, ...read() };
  const isOver = !(Date.now() - was.at < VISIT_MS) || (campaign && campaign !== was.campaign);
  return remember({ visitor: was.visitor || id(), at: Date.now(), ...(isOver && { session: id(), campaign }) });
};

const forget = () => {
  mine = mine.consent ? { consent: mine.consent } : {};
  if (mine.consent) write(mine);
  else if (read()) write("", 0);
  keep([]);
};
