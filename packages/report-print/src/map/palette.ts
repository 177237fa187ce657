/** The colours of a map. */
export interface MapPalette {
  ground: string;
  /** Texts, the scale and the frame. */
  ink: string;
  /** Behind texts, and the edge of the outline. */
  halo: string;
  parcel: string;
  commune: string;
  place: string;
}

export const PAPER: MapPalette = {
  ground: "#fbfbf9",
  ink: "#16202b",
  halo: "#fff",
  parcel: "#7b8794",
  commune: "#38424d",
  place: "#b3123a",
};

/** For screens in dark colours: each line keeps a contrast of 3:1 with the ground. */
export const NIGHT: MapPalette = {
  ground: "#171d24",
  ink: "#eef2f6",
  halo: "#0d1116",
  parcel: "#7f8c9a",
  commune: "#aab6c2",
  place: "#ff7d98",
};
