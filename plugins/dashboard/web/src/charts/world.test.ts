import { expect, test } from 'vitest';
import { drawn, outlines } from './world';

test('countries go by their codes', () => {
  for (const code of ['KE', 'TZ', 'UG', 'NG', 'ZA', 'IN', 'BR', 'MX', 'US', 'GB', 'DE', 'CN', 'XK']) expect(drawn).toContain(code);
  expect(drawn).not.toContain('AQ');
  expect([...drawn].filter((code) => !/^[A-Z]{2}$/.test(code))).toEqual(['N. Cyprus', 'Somaliland']);
});

test('no line goes around the world', () => {
  const rings = outlines.flatMap(({ geometry }) => (geometry.type === 'Polygon' ? geometry.coordinates : geometry.type === 'MultiPolygon' ? geometry.coordinates.flat() : []));
  expect(rings.length).toBeGreaterThan(200);
  const longest = Math.max(...rings.flatMap((ring) => ring.slice(1).map(([x], at) => Math.abs(x! - ring[at]![0]!))));
  expect(longest).toBeLessThan(60);
});
