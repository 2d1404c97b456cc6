// What the pages do beyond plain HTML: theme, keys, and drafts that save themselves.
// Every listener sits on the document, so fragments swapped in later need no wiring.
// Only two settings are kept in the browser (theme, single-letter keys), never anybody's words.

const $ = (selector, within = document) => within.querySelector(selector);
const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
const shown = (element) => element.checkVisibility();

const setting = {
  get(name) {
    try {
      return localStorage.getItem(`hansei-${name}`) ?? '';
    } catch {
      return '';
    }
  },
  set(name, value) {
    try {
      if (value) localStorage.setItem(`hansei-${name}`, value);
      else localStorage.removeItem(`hansei-${name}`);
    } catch {
      // Storage is switched off: the choice lasts for this page.
    }
  },
};

// Theme, and whether single letters are keys: everyday pages say so, the pages of a review remember it

const told = $('[data-letters]')?.dataset.letters;
if (told) setting.set('keys', told === 'off' ? 'off' : '');
const letters = (told ?? setting.get('keys')) !== 'off';
// Only from here on keys do something: before, nothing on the page speaks of them.
document.documentElement.dataset.keys = letters ? 'all' : 'some';

function showSettings() {
  const theme = document.documentElement.dataset.theme ?? '';
  for (const button of $$('[data-set-theme]'))
    button.setAttribute('aria-pressed', String(button.dataset.setTheme === theme));
}

function setTheme(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  setting.set('theme', theme);
  showSettings();
}

document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-set-theme]');
  if (button) setTheme(button.dataset.setTheme);
  if (event.target.closest('[data-print]')) print();
});

// Keys

const rooms = { t: '/', l: '/log', p: '/patterns', g: '/growth', r: '/practice', q: '/quarter', c: '/career', y: '/library', f: '/files', s: '/settings', a: '/api' };
let wentG = 0;

const isTyping = (target) =>
  target.closest('input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]') !== null;

const scopes = '[data-scope], form';

/** The control a key presses: in the thing in focus, in what holds that, and so on out to the page. */
function pressable(selector, anywhere) {
  for (let scope = document.activeElement?.closest(scopes); scope; scope = scope.parentElement.closest(scopes)) {
    const control = $$(selector, scope).find(shown);
    if (control) return control;
  }
  return $$(selector).find((control) => shown(control) && (anywhere || !control.closest('[data-scope]')));
}

function press(selector, event, anywhere = false) {
  // A question under a field is answered from that field, and no other one's is.
  const own = selector === '[data-meant]' && document.activeElement?.closest('.field:has([data-coach])');
  const control = own ? $$(selector, own).find(shown) : pressable(selector, anywhere);
  if (!control) return false;
  event.preventDefault();
  control.click();
  return true;
}

function focusOrGo(selector, address, event) {
  event.preventDefault();
  const field = $(selector);
  if (!field) {
    location.href = address;
    return;
  }
  field.focus();
  field.select?.();
}

// The tree of causes that is worked on: the arrows, Home and End move from cause to cause, Enter opens one. Tab goes its own way.
const causes = () => $$('.tree:has(.reach, .editor) .node').filter(shown);
const levelOf = (cause) => Number(cause.dataset.level);

/** Where a key leads from the cause that holds the focus: nowhere where there is none. */
const ways = {
  ArrowDown: (all, at) => all[at + 1],
  ArrowUp: (all, at) => all[at - 1],
  ArrowLeft: (all, at) => all.slice(0, at).findLast((cause) => levelOf(cause) < levelOf(all[at])),
  ArrowRight: (all, at) => (all[at + 1] && levelOf(all[at + 1]) > levelOf(all[at]) ? all[at + 1] : undefined),
  Home: (all) => all[0],
  End: (all) => all.at(-1),
};

/** Answers a key on a cause, and says whether it did. Where something is typed or chosen, the key is not taken. */
function onCause(event) {
  const all = causes();
  const at = all.indexOf(event.target.closest('.node'));
  if (at < 0 || event.shiftKey || event.target.matches('input, textarea, select, [contenteditable]')) return false;
  if (event.key === 'Enter' && event.target === all[at]) {
    event.preventDefault();
    const field = $('.editor textarea', all[at]);
    if (field) field.focus();
    else $('.reach button', all[at])?.click();
    return true;
  }
  if (!Object.hasOwn(ways, event.key)) return false;
  event.preventDefault();
  ways[event.key](all, at)?.focus();
  return true;
}

/** Moves the focus through the causes of a tree that is worked on, from the one that is open; `false` where there is none. */
function stepInTree(by, event) {
  const all = causes();
  if (all.length === 0 || document.activeElement.matches('[data-open]')) return false;
  event.preventDefault();
  const here = all.indexOf(document.activeElement.closest('.node'));
  const open = all.find((cause) => cause.ariaCurrent === 'true') ?? all.at(by > 0 ? 0 : -1);
  (here < 0 ? open : all[here + by])?.focus();
  return true;
}

/** Moves the focus through the page's entries; Enter then opens the link as links do. */
function step(by, event) {
  if (stepInTree(by, event)) return;
  const links = $$('[data-open]').filter(shown);
  if (links.length === 0) return;
  event.preventDefault();
  const here = links.findIndex((link) => link === document.activeElement);
  const next = here < 0 ? (by > 0 ? 0 : links.length - 1) : here + by;
  links[Math.min(Math.max(next, 0), links.length - 1)].focus();
}

function withControl(event) {
  if (event.key === 'Enter') return press('[data-primary]', event, true);
  if (event.key === '.') return press('[data-meant]', event, true);
  return false;
}

function letter(event) {
  if (Date.now() - wentG < 900 && rooms[event.key]) {
    wentG = 0;
    location.href = rooms[event.key];
    return;
  }
  wentG = event.key === 'g' ? Date.now() : 0;
  switch (event.key) {
    case 'n':
      return focusOrGo('#capture', '/#capture', event);
    case '/':
      return focusOrGo('#find', '/log#find', event);
    case 'j':
      return step(1, event);
    case 'k':
      return step(-1, event);
    case '?':
      return $('#keys')?.togglePopover();
    case 'P':
      return press('[data-pause]', event, true);
    default:
      if (/^[\w]$/.test(event.key)) press(`[data-key="${event.key}"]`, event);
  }
}

document.addEventListener('keydown', (event) => {
  if (event.isComposing || event.defaultPrevented) return;
  if ((event.ctrlKey || event.metaKey) && !event.altKey) {
    withControl(event);
    return;
  }
  if (event.altKey) return;
  if (event.key === 'Enter' && !event.shiftKey && event.target.matches('textarea[data-enter]')) {
    event.preventDefault();
    // The button beside the field says what is sent; without one the form's own first button does.
    const button = event.target.closest('[data-scope]')?.querySelector('button[type=submit]:not(.asks *)');
    if (event.target.value.trim()) event.target.form.requestSubmit(button ?? undefined);
    return;
  }
  if (onCause(event)) return;
  if (letters && !isTyping(event.target)) letter(event);
});

// Drafts: kept 0.8 s after the last key, and once more when the page goes away

const quiet = 800;
const again = 5000;
// A form that is sent waits this long at most for a draft that is on its way.
const longest = 2000;
// A browser refuses larger bodies for a request that outlives its page.
const outlives = 60_000;
// Why a draft is not kept, and what to do about it.
const unkept = {
  door: 'Not saved: hansei was started anew and does not know this browser. Run hansei open, open that address in another tab, then press Save again.',
  gone: 'Not saved: hansei does not answer. What you typed stays on this page; start hansei again, then press Save again.',
  theirs: 'Kept when you save it, not before: the terminal or a program holds another answer to this.',
  other: 'Not saved yet. It stays on this page and is tried again.',
};

/** @type {Map<HTMLFormElement, {timer: number, dirty: boolean, sending: Promise<void> | null, waiting: boolean, arrived: boolean, why: string}>} */
const drafts = new Map();

const draftOf = (form) => {
  if (!drafts.has(form)) drafts.set(form, { timer: 0, dirty: false, sending: null, waiting: false, arrived: false, why: '' });
  return drafts.get(form);
};

function say(form, sentence) {
  const note = $('[data-saved]', form) ?? $('[data-saved]');
  if (note) note.textContent = sentence;
}

// Files are never part of a draft.
function written(form) {
  const pairs = [...new FormData(form)].filter(([, value]) => typeof value === 'string');
  return new URLSearchParams(pairs);
}

async function keepDraft(form) {
  const draft = draftOf(form);
  clearTimeout(draft.timer);
  if (!draft.dirty || draft.sending) return;
  draft.dirty = false;
  const sending = sendDraft(form, draft);
  draft.sending = sending;
  await sending;
  if (draft.sending === sending) draft.sending = null;
  if (draft.dirty && draft.why !== 'theirs') draft.timer = setTimeout(keepDraft, again, form);
}

async function sendDraft(form, draft) {
  draft.why = await answered(form);
  if (!draft.why) {
    say(form, `Saved ${new Date().toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })}`);
    return;
  }
  draft.dirty = true;
  say(form, draft.why === 'gone' ? unkept.other : unkept[draft.why]);
}

/** Sends a draft and says why it is not kept; nothing when it is. */
async function answered(form) {
  try {
    const answer = await fetch(form.dataset.draft, {
      method: 'POST',
      body: written(form),
      headers: { Accept: 'application/json' },
    });
    if (answer.ok) return '';
    if (answer.status === 409) return 'theirs';
    return [401, 403].includes(answer.status) ? 'door' : 'other';
  } catch {
    return 'gone';
  }
}

document.addEventListener('input', (event) => {
  const form = event.target.form;
  if (!form?.dataset.draft) return;
  const draft = draftOf(form);
  draft.dirty = true;
  clearTimeout(draft.timer);
  draft.timer = setTimeout(keepDraft, quiet, form);
});

// What is sent for good must not be followed by an older draft of itself: one that is on its way arrives first. And a page
// that hansei would not take is never left: what was typed since goes ahead as a draft, and shows whether anybody is there.
document.addEventListener('submit', (event) => {
  const form = event.target;
  const { submitter } = event;
  const draft = drafts.get(form);
  if (!draft || event.defaultPrevented) return;
  clearTimeout(draft.timer);
  if (draft.arrived || (!draft.dirty && !draft.sending)) {
    draft.arrived = false;
    draft.dirty = false;
    return;
  }
  event.preventDefault();
  if (draft.waiting) return;
  draft.waiting = true;
  ahead(form, draft).then(() => {
    draft.sending = null;
    draft.waiting = false;
    if (draft.why === 'door' || draft.why === 'gone') {
      say(form, unkept[draft.why]);
      return;
    }
    draft.arrived = true;
    form.requestSubmit(submitter);
  });
});

async function ahead(form, draft) {
  const late = new Promise((done) => setTimeout(done, longest));
  await Promise.race([draft.sending, late]);
  if (!draft.dirty) return;
  draft.dirty = false;
  await Promise.race([sendDraft(form, draft), late]);
}

function flush() {
  for (const [form, draft] of drafts) {
    if (!draft.dirty || !form.isConnected) continue;
    const body = written(form);
    if (body.toString().length > outlives) continue;
    draft.dirty = false;
    clearTimeout(draft.timer);
    fetch(form.dataset.draft, { method: 'POST', body, keepalive: true }).catch(() => {
      draft.dirty = true;
    });
  }
}

addEventListener('pagehide', flush);
addEventListener('beforeunload', (event) => {
  flush();
  // Only an answer too long to be sent on the way out is worth a question.
  if ([...drafts].some(([form, draft]) => draft.dirty && form.isConnected)) event.preventDefault();
});
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') for (const form of drafts.keys()) keepDraft(form);
});

// The coach: it reads an answer when the typing pauses, and asks at most one question about it. What it says comes from
// hansei as markup; here it is only put under its field, with the words that raised it marked

const pausing = 90;
// A long answer takes a moment to read, to send and to lay out: its words are not marked, and it is asked about after a rest.
const long = 20_000;
const pausingLong = 2500;
// After so long under somebody's eyes a question was asked.
const looked = 1500;

/** @type {WeakMap<HTMLTextAreaElement, {timer: number, seen: number, request: AbortController | null, said: string, rule: string, from: number, to: number, taken: string, takenAt: number, still: boolean}>} */
const coached = new WeakMap();
let silent = false;

const coachOf = (field) => {
  if (!coached.has(field)) coached.set(field, { timer: 0, seen: 0, request: null, said: '', rule: '', from: 0, to: 0, taken: '', takenAt: 0, still: false });
  return coached.get(field);
};
const placeOf = (field) => $('.asks', field.closest('.field'));
const fieldOf = (place) => $('[data-coach]', place.closest('.field'));

/** What is sent of a form so that one answer can be read: the fields of its row. */
function rowOf(field) {
  const row = field.name.includes('.') ? field.name.slice(0, field.name.lastIndexOf('.') + 1) : field.name;
  const pairs = [...written(field.form)].filter(([name]) => name === field.name || (row.endsWith('.') && name.startsWith(row)));
  return new URLSearchParams([...pairs, ['at', field.name]]);
}

function mark(field, from, to) {
  const marks = $('.marks', field.parentElement);
  if (!marks) return;
  if (field.value.length > long) {
    if (marks.hasChildNodes()) marks.replaceChildren();
    return;
  }
  const words = document.createElement('mark');
  words.textContent = field.value.slice(from, to);
  // A last line that is empty has a height too.
  marks.replaceChildren(...(to > from ? [field.value.slice(0, from), words, `${field.value.slice(to)}\n`] : []));
  marks.scrollTop = field.scrollTop;
}

async function ask(field) {
  const coach = coachOf(field);
  coach.request?.abort();
  coach.request = new AbortController();
  const body = rowOf(field);
  const notes = $$('.coach[data-scope]').filter((note) => !placeOf(field).contains(note) && note.dataset.self === undefined);
  body.set('others', String(notes.length));
  // Where somebody wrote of hurting themselves, nothing else is asked.
  if ($$('.coach[data-care]').some((note) => !placeOf(field).contains(note))) body.set('care', 'true');
  const told = new Map([[field.name, field.value]]);
  try {
    const answer = await fetch(field.dataset.coach, { method: 'POST', body, signal: coach.request.signal });
    if (answer.ok) place(field.form, await answer.text(), told);
  } catch {
    // Without an answer the question that always stands there stays.
  }
}

/** Puts what the coach says under the fields it is about, where these still hold what it read; what is there is left alone. */
function place(form, markup, told) {
  const given = new DOMParser().parseFromString(markup, 'text/html');
  if ($('[data-silent]', given)) silent = true;
  for (const part of $$('[data-for]', given)) {
    if (told.size > 1 && $('main > [data-care]') && $('[data-care]', part)) continue;
    const field = form.elements.namedItem(part.dataset.for);
    if (!field?.dataset?.coach || told.get(field.name) !== field.value) continue;
    const coach = coachOf(field);
    const { rule = '', from = 0, to = 0, cutFrom, cutTo } = part.dataset;
    if (cutTo) cut(field, Number(cutFrom), Number(cutTo));
    Object.assign(coach, { rule, from: Number(from), to: Number(to) });
    mark(field, coach.from, coach.to);
    offerStrength(field, part.dataset.strength);
    const said = part.textContent;
    if (said === coach.said) continue;
    coach.said = said;
    const there = placeOf(field);
    steady(() => {
      there.replaceChildren(...part.childNodes);
      if (saysMore(there)) there.dataset.open = '';
    });
    clearTimeout(coach.seen);
    if (rule) coach.seen = setTimeout(() => fetch(`${field.dataset.coach}/asked`, { method: 'POST', body: rowOf(field) }).catch(() => {}), looked);
  }
}

/** Whether more stands in a place than the question that always stands there. */
const saysMore = (there) => $('.coach:not(.room), [data-told], button', there) !== null;

/** Changes the page without moving what somebody is typing in, wherever on the page that is. */
function steady(change) {
  const held = document.activeElement;
  const top = held?.getBoundingClientRect().top;
  change();
  if (!held?.isConnected || held === document.body) return;
  const moved = held.getBoundingClientRect().top - top;
  if (moved) scrollBy({ top: moved, behavior: 'instant' });
}

/** Gives back the room under answers that somebody has left and about which nothing is asked. */
function tidy() {
  const left = $$('.asks[data-open]:not(.first)').filter((there) => !there.closest('.field').contains(document.activeElement) && !saysMore(there));
  if (left.length > 0) steady(() => left.forEach((there) => delete there.dataset.open));
}

/** Chooses how a plan holds as it reads, until somebody has chosen. */
function offerStrength(field, strength) {
  const name = field.name.replace(/act$/, 'strength');
  if (strength && name !== field.name) for (const way of $$(`[data-offered] input[name="${name}"]`, field.form)) way.checked = way.value === strength;
}

/** Takes words out as if they had been deleted by hand, so that the browser can take that back. */
function cut(field, from, to) {
  const blank = field.value.slice(to).match(/^\s*/)[0].length;
  field.focus();
  field.setSelectionRange(from, to + blank);
  Object.assign(coachOf(field), { taken: field.value.slice(from, to + blank), takenAt: from, still: true });
  document.execCommand('delete');
}

/** Keeps the direction in which a long answer is written: a browser that tells it anew lays out all of it with each key. */
function settleDirection(field) {
  const isLong = field.value.length > long;
  if (isLong && field.dir === 'auto') {
    field.dir = field.matches(':dir(rtl)') ? 'rtl' : 'ltr';
    field.dataset.settled = '';
  } else if (!isLong && field.dataset.settled !== undefined) {
    field.dir = 'auto';
    delete field.dataset.settled;
  }
}

for (const field of $$('textarea')) settleDirection(field);

document.addEventListener('input', (event) => {
  if (event.target.matches('textarea')) settleDirection(event.target);
});

document.addEventListener('input', (event) => {
  const field = event.target;
  if (silent || !field.matches('[data-coach]')) return;
  const coach = coachOf(field);
  // The words stay marked as long as nothing before or in them changes.
  if (coach.to && $('.marks', field.parentElement).textContent.slice(0, coach.to) === field.value.slice(0, coach.to)) mark(field, coach.from, coach.to);
  else mark(field, 0, 0);
  clearTimeout(coach.timer);
  if (!coach.still) coach.timer = setTimeout(ask, field.value.length > long ? pausingLong : pausing, field);
  coach.still = false;
});

document.addEventListener('change', (event) => event.target.closest('[data-offered]')?.removeAttribute('data-offered'));

// A cue belongs to its act, and a control to its factor: when they change, the answer beside them is read again.
document.addEventListener('change', (event) => {
  const { name = '', form } = event.target;
  if (silent || !form || !name.includes('.') || event.target.matches('[data-coach]')) return;
  const row = name.slice(0, name.lastIndexOf('.') + 1);
  const field = $$('[data-coach]', form).find((one) => one.name.startsWith(row) && one.value.trim());
  if (field) ask(field);
});

// What is being clicked must stay where it is until the click is over.
let pressed = false;
addEventListener('pointerdown', () => { pressed = true; }, true);
for (const over of ['pointerup', 'pointercancel'])
  addEventListener(over, () => {
    pressed = false;
    setTimeout(tidy);
  }, true);
document.addEventListener('focusin', () => {
  if (!pressed) tidy();
});

// The room under an answer belongs to its box: whoever clicks there wants to write.
document.addEventListener('click', (event) => {
  if (event.target.matches('.asks, .asks > .stack, .asks > .stack > .meta')) fieldOf(event.target.closest('.asks')).focus();
});

document.addEventListener('scroll', (event) => {
  if (event.target instanceof HTMLTextAreaElement && event.target.dataset.coach) $('.marks', event.target.parentElement).scrollTop = event.target.scrollTop;
}, true);

document.addEventListener('click', (event) => {
  const button = event.target.closest('.asks button');
  if (!button) return;
  const field = fieldOf(button.closest('.asks'));
  if (button.matches('[data-rewrite]')) {
    const { from, to } = coachOf(field);
    field.focus();
    field.setSelectionRange(from, to || field.value.length);
  } else if (button.matches('[data-if-then]')) ifThen(field);
  else if (button.matches('[data-part]')) part(field, button.dataset);
  else if (button.dataset.act) act(field, button);
});

const unasked = 'That did not arrive. Nothing was changed; try it again.';

async function act(field, button) {
  const body = rowOf(field);
  if (button.value) body.set('words', button.value);
  const { taken, takenAt } = coachOf(field);
  const told = new Map([[field.name, field.value]]);
  button.disabled = true;
  try {
    const answer = await fetch(`${field.dataset.coach}/${button.dataset.act}`, { method: 'POST', body, headers: { Accept: 'application/json' } });
    if (!answer.ok) {
      say(field.form, (await answer.json()).detail ?? unasked);
      return;
    }
    place(field.form, await answer.text(), told);
    field.focus();
    if (button.dataset.act === 'unmove' && taken) {
      const at = Math.min(takenAt, field.value.length);
      field.setSelectionRange(at, at);
      document.execCommand('insertText', false, taken);
    }
  } catch {
    say(field.form, unasked);
  } finally {
    button.disabled = false;
  }
}

// What stands before the act in a plan already.
const promised = /^(next time,? |from now on,? )?(i|we)(['’]ll| will| am going to|['’]m going to| must| should| need to) /i;

/** Turns words into a plan: they become what will be done, and the cursor waits where the moment is named, or the act. */
function ifThen(field) {
  const { from, to } = coachOf(field);
  const words = field.value.slice(from, to || undefined).trim().replace(promised, '');
  const acts = $$('textarea[name$=".act"]', field.form);
  const at = field.name.endsWith('.act') ? field : (acts.find((other) => other.value.trim() === words) ?? acts.find((other) => !other.value.trim()));
  if (!at) {
    say(field.form, acts.length < 3 ? 'Every plan here has its act; add a plan first.' : 'Three plans are the most; change one of them.');
    return;
  }
  at.closest('details')?.setAttribute('open', '');
  if (at === field) unpromise(at, from);
  else if (!at.value.trim()) write(at, 0, at.value.length, words);
  const cue = cueOf(at);
  const next = cue.value.trim() ? at : cue;
  next.focus();
  next.setSelectionRange(next.value.trimEnd().length, next.value.trimEnd().length);
  next.scrollIntoView({ block: 'center' });
}

const cueOf = (act) => act.form.elements.namedItem(act.name.replace(/act$/, 'cue'));

/** Puts words in the place of others as if they had been typed, so that the browser can take that back. */
function write(field, from, to, words) {
  field.focus();
  field.setSelectionRange(from, to);
  if (words) document.execCommand('insertText', false, words);
  else if (to > from) document.execCommand('delete');
}

/** Takes off what the form says before an act already. */
function unpromise(act, from) {
  const said = [from, 0].map((at) => [at, act.value.slice(at).match(promised)?.[0].length ?? 0]).find(([, length]) => length > 0);
  if (said) write(act, said[0], said[0] + said[1], '');
}

/** Puts the moment that a whole sentence names into its own field; the act stays. */
function part(act, { cue, then }) {
  write(act, 0, act.value.length, then);
  const moment = cueOf(act);
  write(moment, 0, moment.value.length, cue);
  // What is asked about the act is read again with its moment beside it.
  act.focus();
  ask(act);
}

// What is on the page already is read once, in one go. Where somebody to talk to is named above all of it, that is said once.
for (const form of $$('form[data-draft]')) {
  const first = $('[data-coach]', form);
  if (!first || !$$('[data-coach]', form).some((field) => field.value.trim())) continue;
  const told = new Map($$('[data-coach]', form).map((field) => [field.name, field.value]));
  fetch(first.dataset.coach, { method: 'POST', body: written(form) })
    .then(async (answer) => answer.ok && place(form, await answer.text(), told))
    .catch(() => {});
}

// What was just done is said once, not again with each reload; and only the first landing on Today is ready to type.
const asked = new URLSearchParams(location.search);
if (asked.has('kept') || asked.has('write')) history.replaceState(history.state, '', location.pathname + location.hash);
else if (asked.has('note')) {
  asked.delete('note');
  history.replaceState(history.state, '', location.pathname + (asked.size > 0 ? `?${asked}` : '') + location.hash);
}

// Arriving at a field by its address puts the cursor there.
if (location.hash === '#capture' || location.hash === '#find') $(location.hash)?.focus();
$('[data-focus-first]')?.focus();
showSettings();
document.addEventListener('htmx:after:swap', () => {
  showSettings();
  // The address follows the filters, so that a reload or a bookmark finds them. It never holds what was searched for.
  const at = $('[data-at]')?.dataset.at;
  if (at) history.replaceState(history.state, '', at);
});
