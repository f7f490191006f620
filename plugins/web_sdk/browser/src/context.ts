import type { Properties } from './types.js';

const UTM = ['source', 'medium', 'campaign', 'term', 'content', 'id'];

/** The campaign named by the page's address, in the members that Segment's clients use. */
export const campaignOf = (search: string): Properties | undefined => {
  const query = new URLSearchParams(search);
  const found: Properties = {};
  for (const part of UTM) {
    const value = query.get('utm_' + part);
    if (value) found[part === 'campaign' ? 'name' : part] = value;
  }
  return Object.keys(found)[0] ? found : undefined;
};

export const pageOf = (referrer: string): Properties => ({
  path: location.pathname,
  url: location.href,
  search: location.search,
  title: document.title,
  referrer,
});

/** What is known of the device without asking it more than its pages do. */
export const deviceOf = (): Properties => ({
  locale: navigator.language,
  timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  screen: { width: screen.width, height: screen.height },
});
