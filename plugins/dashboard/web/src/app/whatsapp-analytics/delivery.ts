const steps = [
  ['attempted', 'Attempted'], ['sent', 'Sent'], ['delivered', 'Delivered'], ['read', 'Read (at least)'], ['responded', 'Clicked or replied'], ['converted', 'Converted'],
] as const;
type Name = (typeof steps)[number][0];

// The sum of what became of messages that are each in one row.
export function deliveryOf(rows: Record<Name, number | null>[]): { step: Name; label: string; messages: number; share: number | null }[] {
  const sum = (name: Name) => rows.reduce((all, row) => all + (row[name] ?? 0), 0);
  const attempted = sum('attempted');
  return steps.map(([step, label]) => ({ step, label, messages: sum(step), share: attempted ? sum(step) / attempted : null }));
}
