'use client';
import { useEffect, useState } from 'react';

// The page's tokens, for what is drawn on a canvas.
export interface Colors {
  ink: string;
  muted: string;
  line: string;
  surface: string;
  raised: string;
  good: string;
  bad: string;
  series: string[];
  font: string;
}

function read(): Colors {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string) => style.getPropertyValue(name).trim();
  return {
    ink: of('--ink'), muted: of('--ink-2'), line: of('--line'), surface: of('--surface'), raised: of('--raised'), good: of('--good'), bad: of('--bad'),
    series: [1, 2, 3, 4, 5, 6].map((n) => of(`--series-${n}`)),
    font: getComputedStyle(document.body).fontFamily,
  };
}

const before: Colors = { ink: '#000', muted: '#555', line: '#ddd', surface: '#fff', raised: '#eee', good: '#060', bad: '#a00', series: ['#15a'], font: 'sans-serif' };

export function useColors(): Colors {
  const [colors, setColors] = useState<Colors>(before);
  useEffect(() => {
    setColors(read());
    const watch = new MutationObserver(() => setColors(read()));
    watch.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    return () => watch.disconnect();
  }, []);
  return colors;
}
