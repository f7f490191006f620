// Business hours: for each day spans of the project's time zone. No hours at all: none are set.
export type Hours = Record<string, [string, string][]>;
export const week = { mon: 'Monday', tue: 'Tuesday', wed: 'Wednesday', thu: 'Thursday', fri: 'Friday', sat: 'Saturday', sun: 'Sunday' };

// As one writes them: "09:00–12:30, 13:30–18:00".
export const hoursOf = (hours: Hours | null | undefined): Record<string, string> =>
  Object.fromEntries(Object.keys(week).map((day) => [day, (hours?.[day] ?? []).map(([from, to]) => `${from}–${to}`).join(', ')]));

export function readHours(form: { get: (name: string) => unknown }): Hours | null {
  const hours: Hours = {};
  for (const day of Object.keys(week)) {
    const text = String(form.get('hours-' + day) ?? '').trim();
    if (text) hours[day] = text.split(',').map((span) => span.split(/[–-]/).map((time) => time.trim()) as [string, string]);
  }
  return Object.keys(hours).length > 0 ? hours : null;
}

export function HoursFields({ hours, error }: { hours: Record<string, string>; error?: string }) {
  return (
    <fieldset>
      <legend className="text-fine text-ink-2 mb-1 font-medium">Business hours (as 09:00–12:30, 13:30–18:00; empty: closed)</legend>
      <div className="grid gap-2 sm:grid-cols-4">
        {Object.entries(week).map(([day, name]) => (
          <label key={day} className="text-fine text-ink-2">
            {name}
            <input name={'hours-' + day} className="control w-full" defaultValue={hours[day]} maxLength={100} />
          </label>
        ))}
      </div>
      {error && <p className="text-fine text-bad mt-1">{error}</p>}
    </fieldset>
  );
}
