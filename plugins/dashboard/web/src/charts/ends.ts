// Names at the ends of lines that end near each other.
const height = 14; // of a name, in pixels

// How far each is moved down (up below 0), so that none lies on another: `ends` are the lines' last values, `most` the
// largest on the axis, `pixels` how high it is. They keep their order; what ends at the bottom pushes the others up.
export function apart(ends: (number | null)[], most: number, pixels = 190): number[] {
  const up = ends.map((end) => (most > 0 ? ((end ?? 0) / most) * pixels : 0));
  const order = up.map((_, i) => i).sort((a, b) => up[a]! - up[b]! || b - a);
  const placed = [...up];
  let least = 0;
  for (const i of order) least = (placed[i] = Math.max(placed[i]!, least)) + height;
  // Beyond the top they push back down.
  let top = Math.max(pixels, (order.length - 1) * height);
  for (const i of [...order].reverse()) top = (placed[i] = Math.min(placed[i]!, top)) - height;
  return up.map((at, i) => Math.round(at - placed[i]!));
}
