import { type Bbox, bboxAround, bboxCentre, bboxesIntersect, growBbox } from "@archipel/geo/bbox.ts";
import type { LayerPalette } from "@archipel/map-style/layer-style.ts";
import type { LayerSpecification, SourceSpecification } from "maplibre-gl";

type LonLat = readonly [number, number];

/** A georeferenced picture, such as an aerial photograph. */
export interface MapPicture {
  readonly id: string;
  readonly url: string;
  /** Clockwise from the upper left, in degrees. */
  readonly corners: readonly [LonLat, LonLat, LonLat, LonLat];
}

/** The pictures of a dataset, which are one entry of the map's list. */
export interface PictureLayer {
  /** Id of the dataset. */
  readonly id: string;
  readonly datasetTitle: string;
  readonly datasetTitleLang?: string | undefined;
  readonly datasetSlug: string;
  readonly count: number;
  readonly bbox: readonly [number, number, number, number];
}

/** The pictures that the map shows now. */
export interface ShownPictures {
  readonly id: string;
  readonly drawn: readonly MapPicture[];
  /** Pictures in view that are too small, or too many, to be drawn: their outline shows where to zoom in. */
  readonly outlined: readonly MapPicture[];
}

/** Each drawn picture costs a request and several megabytes of graphics memory. */
const MAX_DRAWN = 40;
/** Pictures smaller than this share of the view are not drawn. */
const MIN_SHARE = 0.012;
/** Margin around the view, in sizes of the view, so that a small move finds its pictures already loaded. */
const MARGIN = 0.25;

/** Chooses which of a dataset's pictures to show in a view (west, south, east, north; degrees): those nearest to its middle first. */
export function picturesInView(pictures: readonly MapPicture[], view: Bbox): Omit<ShownPictures, "id"> {
  const near = growBbox(view, MARGIN);
  const [lon, lat] = bboxCentre(view);
  const found = pictures.flatMap((picture) => {
    const box = bboxAround(picture.corners);
    if (!bboxesIntersect(box, near)) return [];
    const share = Math.max((box[2] - box[0]) / (view[2] - view[0]), (box[3] - box[1]) / (view[3] - view[1]));
    const [x, y] = bboxCentre(box);
    return [{ picture, isSmall: share < MIN_SHARE, far: Math.hypot(x - lon, y - lat) }];
  });
  const chosen = new Set(
    found
      .filter(({ isSmall }) => !isSmall)
      .toSorted((a, b) => a.far - b.far)
      .slice(0, MAX_DRAWN),
  );
  const those = (isChosen: boolean) => found.filter((one) => chosen.has(one) === isChosen).map(({ picture }) => picture);
  return { drawn: those(true), outlined: those(false) };
}

const pictureOf = (id: string) => `picture-${id}`;
const outlinesOf = (id: string) => `pictures-${id}`;

export function pictureSources({ id, drawn, outlined }: ShownPictures): Record<string, SourceSpecification> {
  const images = drawn.map(({ id: picture, url, corners }): [string, SourceSpecification] => [
    pictureOf(picture),
    { type: "image", url, coordinates: [[...corners[0]], [...corners[1]], [...corners[2]], [...corners[3]]] },
  ]);
  return {
    ...Object.fromEntries(images),
    ...(outlined.length > 0 && {
      [outlinesOf(id)]: {
        type: "geojson",
        data: {
          type: "GeometryCollection",
          geometries: [
            { type: "MultiLineString", coordinates: outlined.map(({ corners }) => [...corners, corners[0]].map((corner) => [...corner])) },
            // One feature each, because several points in one feature would not have the type "Point".
            ...outlined.map(({ corners }) => ({ type: "Point" as const, coordinates: bboxCentre(bboxAround(corners)) })),
          ],
        },
      },
    }),
  };
}

/** The first picture of a dataset is on top, as in its list. */
export function pictureLayers({ id, drawn, outlined }: ShownPictures, opacity: number, palette: LayerPalette): LayerSpecification[] {
  return [
    ...drawn.toReversed().map(
      ({ id: picture }): LayerSpecification => ({
        id: `picture/${picture}`,
        type: "raster",
        source: pictureOf(picture),
        paint: { "raster-opacity": opacity, "raster-fade-duration": 150 },
      }),
    ),
    ...(outlined.length > 0
      ? [
          {
            id: `pictures/${id}`,
            type: "line",
            source: outlinesOf(id),
            paint: { "line-color": palette.accent, "line-width": 1.5, "line-opacity": opacity },
          } satisfies LayerSpecification,
          // At low zooms an outline is smaller than a pixel.
          {
            id: `pictures/${id}/places`,
            type: "circle",
            source: outlinesOf(id),
            filter: ["==", ["geometry-type"], "Point"],
            paint: {
              "circle-color": palette.accent,
              "circle-radius": 4,
              "circle-opacity": opacity,
              "circle-stroke-color": palette.labelHalo,
              "circle-stroke-width": 1.5,
              "circle-stroke-opacity": opacity,
            },
          } satisfies LayerSpecification,
        ]
      : []),
  ];
}
