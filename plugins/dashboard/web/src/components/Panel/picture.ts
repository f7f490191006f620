// A panel's chart with its title, and the notes on it, as a PNG. Null where it has no chart.
export async function picture(body: HTMLElement, title: string): Promise<Blob | null> {
  const charts = [...body.querySelectorAll('canvas')];
  if (charts.length === 0) return null;
  const style = getComputedStyle(document.body);
  const head = 56, line = 32;
  const notes = [...body.querySelectorAll('[data-notes] li')].map((note) => note.textContent ?? '');
  const width = Math.max(...charts.map((chart) => chart.width));
  const height = head + charts.reduce((sum, chart) => sum + chart.height, notes.length * line);
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const draw = canvas.getContext('2d')!;
  draw.fillStyle = style.getPropertyValue('--surface');
  draw.fillRect(0, 0, width, height);
  draw.fillStyle = style.getPropertyValue('--ink');
  draw.font = `600 ${24}px ${style.fontFamily}`;
  draw.fillText(title, 16, 36);
  let y = head;
  for (const chart of charts) {
    draw.drawImage(chart, 0, y);
    y += chart.height;
  }
  draw.font = `20px ${style.fontFamily}`;
  notes.forEach((note, i) => draw.fillText(note, 16, y + 22 + i * line, width - 32));
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}
