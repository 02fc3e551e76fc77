// Consent: what the page has pushed for Google's Consent Mode, then what regulars("consent", …) said. Whoever sends
// GPC or DNT has said no to all of it.
const otherwise = told.consent === "required" ? "denied" : "granted";

const consent = () => {
  const first = {}, update = {};
  for (const entry of Array.from(window.dataLayer || [])) {
    if (entry?.[0] !== "consent") continue;
    for (const [signal, word] of Object.entries(entry[2] || {})) {
      if (entry[1] === "update") update[signal] = word;
      // Another default may be meant for another part of the world, and we do not know where we are.
      else if (first[signal] !== "denied") first[signal] = word;
    }
  }
  return { ...first, ...update, ...mine.consent };
};
const isRefused = () => navigator.globalPrivacyControl || (navigator.doNotTrack || window.doNotTrack) === "1";
const may = (signal = "analytics_storage") => !isRefused() && (consent()[signal] || otherwise) === "granted";
