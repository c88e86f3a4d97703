// Makes world.json, the land and the borders that the portal's maps are drawn from (see README.md).
//   npm install world-atlas@2 topojson-client@3 topojson-server@3 topojson-simplify@3 d3-geo@3 d3-geo-projection@4 iso-3166-1@2
//   node build_world.mjs > world.json
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { geoContains } from 'd3-geo';
import { geoStitch } from 'd3-geo-projection';
import iso from 'iso-3166-1';
import { feature, mergeArcs } from 'topojson-client';
import { topology } from 'topojson-server';
import { presimplify, sphericalRingArea, sphericalTriangleArea } from 'topojson-simplify';

const EARTH_KM2 = 6371.0088 ** 2;
const STEPS = 100; // coordinates are kept in hundredths of a degree
const MIN_VERTEX_KM2 = 12; // a bend that encloses less is dropped
const MIN_ISLAND_KM2 = 80; // so is an island, unless it is the largest of its country
const CRIMEA = [34.1, 45.1];
// Recognised as parts of these states, or having no code of their own.
const PART_OF = { 'N. Cyprus': 'CY', Somaliland: 'SO', 'Indian Ocean Ter.': 'AU', 'Ashmore and Cartier Is.': 'AU' };
const UNCODED = { Kosovo: 'XK', 'Siachen Glacier': '' };

const require = createRequire(import.meta.url);
const atlas = JSON.parse(readFileSync(require.resolve('world-atlas/countries-50m.json')));

const codeOf = ({ id, properties: { name } }) =>
  PART_OF[name] ?? UNCODED[name] ?? iso.whereNumeric(id).alpha2;

const polygonsOf = (geometry) => (geometry.type === 'Polygon' ? [geometry.arcs] : geometry.arcs);

/** Polygons of each country as arcs of the atlas, by ISO 3166-1 alpha-2 code. */
function polygonsByCode() {
  const byCode = {};
  for (const geometry of atlas.objects.countries.geometries) {
    if (geometry.type) (byCode[codeOf(geometry)] ??= []).push(...polygonsOf(geometry));
  }
  return byCode;
}

/** The source draws Crimea as the occupier would have it: it is returned before anything else. */
function withCrimeaReturned(byCode) {
  const holdsCrimea = (arcs) => geoContains(feature(atlas, { type: 'Polygon', arcs }), CRIMEA);
  return {
    ...byCode,
    UA: [...byCode.UA, ...byCode.RU.filter(holdsCrimea)],
    RU: byCode.RU.filter((arcs) => !holdsCrimea(arcs)),
  };
}

/** Countries as whole spherical shapes: inner borders dissolved, cuts along 180° and the pole sewn up. */
function wholeCountries(byCode) {
  const toPole = ([lon, lat]) => [lon, lat < -89.99 ? -90 : lat];
  const features = Object.entries(byCode).map(([code, polygons]) => {
    const { coordinates } = feature(atlas, mergeArcs(atlas, polygons.map((arcs) => ({ type: 'Polygon', arcs })))).geometry;
    const geometry = { type: 'MultiPolygon', coordinates: coordinates.map((p) => p.map((r) => r.map(toPole))) };
    return { type: 'Feature', id: code, properties: {}, geometry };
  });
  return geoStitch({ type: 'FeatureCollection', features });
}

/** Drops islands too small to be seen, never the largest part of a country. */
function withoutIslets(collection) {
  const km2 = ([outer]) => Math.abs(sphericalRingArea(outer, false)) * EARTH_KM2;
  for (const { geometry } of collection.features) {
    const parts = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
    const largest = Math.max(...parts.map(km2));
    geometry.type = 'MultiPolygon';
    geometry.coordinates = parts.filter((part) => km2(part) >= Math.min(MIN_ISLAND_KM2, largest));
  }
  return collection;
}

const countries = withoutIslets(wholeCountries(withCrimeaReturned(polygonsByCode())));
const world = presimplify(topology({ countries }), sphericalTriangleArea);

/** How much a bend matters, as one digit in base 36: each step is twice the area, 0 begins at MIN_VERTEX_KM2. */
const level = (steradians) => Math.min(35, Math.floor(Math.log2((steradians * EARTH_KM2) / MIN_VERTEX_KM2))).toString(36);

/** [first lon, first lat, then differences], and one level for each vertex. */
function packed(arc) {
  const kept = arc.filter(([, , weight]) => weight * EARTH_KM2 >= MIN_VERTEX_KM2);
  const grid = kept.map(([lon, lat, weight]) => [Math.round(lon * STEPS), Math.round(lat * STEPS), level(weight)]);
  const last = grid.length - 1;
  const apart = grid.filter(([x, y], i) => i === 0 || i === last || x !== grid[i - 1][0] || y !== grid[i - 1][1]);
  const points = apart.flatMap(([x, y], i) => (i ? [x - apart[i - 1][0], y - apart[i - 1][1]] : [x, y]));
  return { points, levels: apart.map((vertex) => vertex[2]).join('') };
}

const geometries = world.objects.countries.geometries;
const positive = (arc) => (arc < 0 ? ~arc : arc);

const users = new Map();
for (const geometry of geometries) {
  for (const arc of new Set(polygonsOf(geometry).flat(2).map(positive))) users.set(arc, (users.get(arc) ?? 0) + 1);
}

const arcs = world.arcs.map(packed);
const coded = geometries.filter(({ id }) => id).map((geometry) => [geometry.id, polygonsOf(geometry)]);
process.stdout.write(JSON.stringify({
  arcs: arcs.map(({ points }) => points),
  levels: arcs.map(({ levels }) => levels),
  borders: [...users].filter(([, count]) => count > 1).map(([arc]) => arc),
  land: mergeArcs(world, geometries).arcs,
  countries: Object.fromEntries(coded.sort()),
}) + '\n');
