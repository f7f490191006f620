// The world's countries, by their codes: Natural Earth's, from the npm package world-atlas (ISC; the shapes are in the
// public domain). Loaded only where a map is drawn.
import type { Geometry } from 'geojson';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import atlas from 'world-atlas/countries-110m.json';
import { registerMap } from '@/components/Chart/world';

const byName: Record<string, string> = { Kosovo: 'XK' }; // which has no number

// "404" is Kenya: a region's number is an alias of its code in the locale data that every browser has.
function codeOf(id: string | undefined, name: string): string {
  if (id === undefined) return byName[name] ?? name;
  try {
    return new Intl.Locale(Intl.getCanonicalLocales('und-' + id)[0]!).region ?? name;
  } catch {
    return name;
  }
}

type Ring = number[][];

// A ring that crosses the 180th meridian goes on beyond it, else its two sides would be joined across the whole map.
function unbroken(ring: Ring): Ring {
  let turn = 0;
  return ring.map(([x, y], at) => {
    const step = at > 0 ? x! - ring[at - 1]![0]! : 0;
    if (Math.abs(step) > 180) turn -= Math.sign(step) * 360;
    return [x! + turn, y!];
  });
}

function whole(geometry: Geometry): Geometry {
  if (geometry.type === 'Polygon') return { ...geometry, coordinates: geometry.coordinates.map(unbroken) };
  if (geometry.type === 'MultiPolygon') return { ...geometry, coordinates: geometry.coordinates.map((polygon) => polygon.map(unbroken)) };
  return geometry;
}

const topology = atlas as unknown as Topology<{ countries: GeometryCollection<{ name: string }> }>;
const shapes = feature(topology, topology.objects.countries).features
  .map((one) => ({ ...one, geometry: whole(one.geometry), properties: { name: codeOf(one.id as string | undefined, one.properties.name) } }))
  .filter((one) => one.properties.name !== 'AQ'); // which nobody writes from, and takes a quarter of the picture

export const outlines = shapes; // for the test: no line goes around the world
export const drawn: ReadonlySet<string> = new Set(shapes.map((one) => one.properties.name));

registerMap('world', { type: 'FeatureCollection', features: shapes } as Parameters<typeof registerMap>[1]);
