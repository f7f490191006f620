// Tests of docs/semantics.md §5: an A/B's probability, and whether its groups are of the sizes that were meant.

// ln Γ(x), Lanczos' approximation (g = 7).
const lanczos = [0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7];
export function lnGamma(x: number): number {
  const sum = lanczos.slice(1).reduce((all, part, i) => all + part / (x + i), lanczos[0]!);
  const t = x + 6.5;
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}

const lnBeta = (a: number, b: number) => lnGamma(a) + lnGamma(b) - lnGamma(a + b);

export interface Group {
  part: number;
  whole: number;
}

// P(b's rate > a's), of what Beta(1, 1) and the counts leave to be believed: the closed sum.
export function probabilityOver(b: Group, a: Group): number {
  const [aA, bA, aB, bB] = [1 + a.part, 1 + a.whole - a.part, 1 + b.part, 1 + b.whole - b.part];
  const rest = lnBeta(aA, bA);
  let sum = 0;
  for (let i = 0; i < aB; ++i) sum += Math.exp(lnBeta(aA + i, bA + bB) - Math.log(bB + i) - lnBeta(1 + i, bB) - rest);
  return Math.min(1, sum);
}

// The chance of so uneven groups if equal ones were meant: χ² with one degree less than there are groups.
export function sampleRatio(sizes: number[]): number | null {
  const all = sizes.reduce((sum, size) => sum + size, 0);
  if (sizes.length < 2 || all === 0) return null;
  const even = all / sizes.length;
  const chi = sizes.reduce((sum, size) => sum + (size - even) ** 2 / even, 0);
  return upperGamma((sizes.length - 1) / 2, chi / 2);
}

// Q(a, x), by its series where that is quick, else by its continued fraction (Lentz).
function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  const scale = Math.exp(-x + a * Math.log(x) - lnGamma(a));
  if (x < a + 1) {
    let term = 1 / a, sum = term;
    for (let n = 1; n < 500 && term > sum * 1e-15; ++n) sum += term *= x / (a + n);
    return 1 - sum * scale;
  }
  let b = x + 1 - a, c = 1e300, d = 1 / b, h = d;
  for (let i = 1; i < 500; ++i) {
    const an = -i * (i - a);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return scale * h;
}
