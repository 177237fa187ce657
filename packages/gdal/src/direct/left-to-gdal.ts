/** Something that a direct reader does not know. GDAL reads the layer from its beginning, so that there is one answer about what is odd. */
export class LeftToGdal extends Error {}
