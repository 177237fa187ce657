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
  /** The ground: woods, water, houses, roads with their edges, and names on them. All are quiet. */
  woods: string;
  water: string;
  buildings: string;
  road: string;
  roadEdge: string;
  name: string;
}

export const PAPER: MapPalette = {
  ground: "#fbfbf9",
  ink: "#16202b",
  halo: "#fff",
  parcel: "#7b8794",
  commune: "#38424d",
  place: "#b3123a",
  woods: "#e8efe1",
  water: "#d9e6ec",
  buildings: "#dcd7ce",
  road: "#ffffff",
  roadEdge: "#c9c4b9",
  name: "#56616c",
};

/** For screens in dark colours: each line keeps a contrast of 3:1 with the ground. */
export const NIGHT: MapPalette = {
  ground: "#171d24",
  ink: "#eef2f6",
  halo: "#0d1116",
  parcel: "#7f8c9a",
  commune: "#aab6c2",
  place: "#ff7d98",
  woods: "#1a2721",
  water: "#102231",
  buildings: "#303b46",
  road: "#394653",
  roadEdge: "#0e1318",
  name: "#a4b0bc",
};
