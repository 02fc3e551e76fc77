// Messages: with the visitor's name where that is allowed. Else what people do on purpose goes without any name, and
// what was only seen of them waits for their yes.
const UNSENT = "regulars-unsent";
const AT_ONCE = 20;
const MOST = 60;
const PATIENCE_MS = 300;
const LONGEST_WAIT_MS = 60_000;
const SEEN = /view|left|seen|impression/i;
let held = [], queue = [], place = {}, isSending = false, wait = 1000, timer;

const tell = (type, rest) => {
  const context = { page: place, locale: navigator.language, library: { name: "regulars" } };
  const message = { type, ...rest, messageId: id(), timestamp: new Date().toISOString(), context };
  if (may()) add(named(message));
  else if (type === "track" && !SEEN.test(rest.event)) add(unnamed(message));
  else if (held.length < MOST) held.push(message);
};
const named = (message) => {
  const { visitor, session, user } = visit();
  Object.assign(message, { anonymousId: visitor, userId: message.userId || user });
  message.context.sessionId = session;
  return message;
};
const unnamed = (message) => {
  Object.assign(message.context, { unnamed: true, page: { path: place.path } });
  return message;
};
const add = (message) => {
  message.context.traffic = told.traffic || mine.traffic;
  queue = [...queue, message].slice(-MOST);
  timer ??= setTimeout(send, PATIENCE_MS);
};

// What could not be sent is kept for the next page, and sent again; its messageId makes it count once.
const keep = safely((messages) => {
  if (messages.length && may()) localStorage.setItem(UNSENT, JSON.stringify(messages));
  else localStorage.removeItem(UNSENT);
});
const send = async () => {
  timer = clearTimeout(timer);
  if (isSending || !queue.length) return;
  isSending = true;
  const batch = queue.slice(0, AT_ONCE);
  const asked = fetch(address, { method: "POST", body: packed(batch), keepalive: true, credentials: "omit" });
  const isTaken = await asked.then(({ status }) => status < 500 && status !== 429, () => false);
  isSending = false;
  settle(isTaken ? batch : []);
  wait = isTaken ? 1000 : Math.min(wait * 2, LONGEST_WAIT_MS);
  if (queue.length) timer ??= setTimeout(send, isTaken ? 0 : wait);
};
const sendAndLeave = () => {
  const batch = queue.slice(-AT_ONCE);
  const isTaken = batch.length && navigator.onLine !== false && navigator.sendBeacon(address, packed(batch));
  settle(isTaken ? batch : []);
};
const packed = (batch) => JSON.stringify({ writeKey: told.key, sentAt: new Date().toISOString(), batch });
const settle = (taken) => {
  queue = queue.filter((message) => !taken.includes(message));
  keep(queue);
};
