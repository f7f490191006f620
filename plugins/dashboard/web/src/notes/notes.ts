// Annotations: what somebody wrote down that happened, on a day ("2026-11-03") or at an instant.
export interface Note {
  id: string;
  name: string;
  content: { at?: string };
  made_by: string | null;
}

// What happened in one part of a series: its place in it, from 0.
export interface Mark {
  at: number;
  names: string[];
}

// "2026-11-03" or "2026-11-03T14:05", on the project's clock: so do the labels of a series begin.
function local(at: string, zone: string): string {
  const instant = at.length > 10 ? Date.parse(at) : NaN;
  if (Number.isNaN(instant)) return at.slice(0, 10);
  const parts = new Intl.DateTimeFormat('sv', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(instant);
  return parts.replace(' ', 'T');
}

// The part that a moment lies in; a day's notes stand at its first hour. -1: before the first.
function placeOf(starts: string[], at: string): number {
  const exact = starts.findIndex((start) => start.slice(0, at.length) === at);
  return exact >= 0 ? exact : starts.findLastIndex((start) => start.slice(0, 16) < at);
}

// Notes as a series shows them, in its order. `last` is its last day: what happened later stands on no chart.
export function marksOf(notes: Note[], starts: string[], zone: string, last: string): Mark[] {
  const marks = new Map<number, string[]>();
  const times = notes.map((note) => ({ name: note.name, at: local(note.content.at ?? '', zone) })).sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  for (const { name, at } of times) {
    const place = at === '' || at.slice(0, 10) > last ? -1 : placeOf(starts, at);
    if (place >= 0) marks.set(place, [...(marks.get(place) ?? []), name]);
  }
  return [...marks].sort(([a], [b]) => a - b).map(([at, names]) => ({ at, names }));
}
