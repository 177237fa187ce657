import { type Bbox, bboxAround, bboxCentre, bboxesIntersect, growBbox } from "@archipel/geo/bbox.ts";
import type { LayerPalette } from "@archipel/map-style/layer-style.ts";
import type { LayerSpecification, SourceSpecification } from "maplibre-gl";

type LonLat = readonly [number, number];

/** A picture that lies on the ground, such as an aerial photograph. */
export interface MapPicture {
  readonly id: string;
  readonly url: string;
  /** Clockwise from the upper left, in degrees. */
  readonly corners: readonly [LonLat, LonLat, LonLat, LonLat];
}

/** The pictures of a dataset, one entry of the map's list. */
export interface PictureLayer {
  /** The dataset's. */
  readonly id: string;
  readonly datasetTitle: string;
  readonly datasetSlug: string;
  readonly count: number;
  readonly bbox: readonly [number, number, number, number];
}

/** What of them is on the map now. */
export interface ShownPictures {
  readonly id: string;
  readonly drawn: readonly MapPicture[];
  /** Those in view that are too small, or too many, to be drawn: their outline says where to look closer. */
  readonly outlined: readonly MapPicture[];
}

/** Each drawn picture is a request, and some megabytes of the graphics card. */
const MAX_DRAWN = 40;
/** Smaller than this share of the view, a picture shows nothing. */
const MIN_SHARE = 0.012;
/** Around the view, so that a small move finds its pictures there; in sizes of the view. */
const ROOM = 0.25;

/** Chooses what to show of a dataset's pictures in a view (west, south, east, north; degrees): the nearest to its middle first. */
export function picturesInView(pictures: readonly MapPicture[], view: Bbox): Omit<ShownPictures, "id"> {
  const near = growBbox(view, ROOM);
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
            // One by one: the type of several at once is not "Point".
            ...outlined.map(({ corners }) => ({ type: "Point" as const, coordinates: bboxCentre(bboxAround(corners)) })),
          ],
        },
      },
    }),
  };
}

/** The first of a dataset lies on top, as in its list. */
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
          // From afar an outline is less than a pixel.
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
