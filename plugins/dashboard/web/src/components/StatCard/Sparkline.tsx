// A figure's course, from zero, without axes: the card says the number, the chart below the days.
export function Sparkline({ values }: { values: (number | null)[] }) {
  const most = Math.max(...values.map((v) => v ?? 0), 1e-9);
  const points = values.map((v, i) => (v == null ? null : `${((i / (values.length - 1)) * 64).toFixed(1)},${(19 - (v / most) * 17).toFixed(1)}`));
  return (
    <svg viewBox="0 0 64 20" className="text-accent h-5 w-16 shrink-0" aria-hidden focusable="false">
      <polyline points={points.filter(Boolean).join(' ')} fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" />
    </svg>
  );
}
