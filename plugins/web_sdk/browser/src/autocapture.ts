import type { Griot, Options } from './types.js';
import { listen, safe } from './util.js';

const MOST_ERRORS = 10;

/** Calls `seen` after each single-page navigation, when the router has set the title. */
const onNavigation = (seen: () => void): void => {
  const later = (): unknown => setTimeout(safe(seen));
  for (const name of ['pushState', 'replaceState'] as const) {
    const original = history[name];
    history[name] = function (this: History, ...args) {
      original.apply(this, args);
      later();
    };
  }
  listen(window, 'popstate', later);
};

const onClicks = (griot: Griot): void =>
  listen(
    document,
    'click',
    ({ target }) => {
      const element = target.closest('a,button,[type=submit],[data-griot]');
      if (!element) return;
      griot.track('click', {
        name: element.dataset.griot,
        tag: element.tagName.toLowerCase(),
        id: element.id || undefined,
        text: element.textContent.trim().slice(0, 64),
        href: element.href,
      });
    },
    true,
  );

/** Returns what starts the marks anew, for the next page of a single-page site. */
const onScroll = (griot: Griot): (() => void) => {
  let next = 25;
  let timer: unknown;
  const look = safe(() => {
    timer = 0;
    const percent = ((scrollY + innerHeight) / document.documentElement.scrollHeight) * 100;
    for (; next <= 100 && percent >= next - 0.5; next += 25) {
      griot.track('scroll_depth', { percent: next });
    }
  });
  listen(window, 'scroll', () => (timer ||= setTimeout(look, 200)));
  return () => (next = 25);
};

const onErrors = (griot: Griot): void => {
  const told = new Set<string>();
  const tell = (code: string, message: unknown, step: string): void => {
    const key = code + message + step;
    if (told.size >= MOST_ERRORS || told.has(key)) return;
    told.add(key);
    griot.track('error', {
      code,
      message: String(message).slice(0, 300),
      step: step.slice(0, 200),
      fatal: false,
      origin: 'page',
    });
  };
  listen(window, 'error', ({ error, message, filename, lineno }) =>
    tell(error?.name || 'Error', message, `${filename}:${lineno}`),
  );
  listen(window, 'unhandledrejection', ({ reason }) =>
    tell(reason?.name || 'Rejection', reason?.message || reason, location.pathname),
  );
  // A browser that refuses to submit a form says so of each field; what was typed stays here.
  listen(
    document,
    'invalid',
    ({ target }) =>
      tell(
        'form_invalid',
        `${target.name || target.id}: ${target.validationMessage}`,
        target.form?.getAttribute('id') || target.form?.getAttribute('name') || location.pathname,
      ),
    true,
  );
};

/** The page's address as a single-page site means it: an anchor is no page, a hash route is one. */
const address = (): string =>
  location.pathname + location.search + (/^#[!/]/.test(location.hash) ? location.hash : '');

export const autocapture = (griot: Griot, options: Options, moved: () => void): void => {
  const again = options.scroll && onScroll(griot);
  if (options.clicks) onClicks(griot);
  if (options.errors) onErrors(griot);
  if (options.pageViews === false) return;
  let last = address();
  griot.page();
  // Back to a page that the browser kept alive: no script runs anew there.
  listen(window, 'pageshow', (event) => event.persisted && griot.page());
  onNavigation(() => {
    if (address() === last) return;
    last = address();
    moved();
    griot.page();
    if (again) again();
  });
};
