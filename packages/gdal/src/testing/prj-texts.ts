/** Lambert-93 as ESRI writes it: without an EPSG code, and under a name that PROJ only knows from IGN. */
export const ESRI_LAMBERT_93 =
  'PROJCS["RGF93_Lambert_93",GEOGCS["GCS_RGF_1993",DATUM["D_RGF_1993",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Lambert_Conformal_Conic"],PARAMETER["False_Easting",700000.0],PARAMETER["False_Northing",6600000.0],PARAMETER["Central_Meridian",3.0],PARAMETER["Standard_Parallel_1",44.0],PARAMETER["Standard_Parallel_2",49.0],PARAMETER["Latitude_Of_Origin",46.5],UNIT["Meter",1.0]]';

/** A conic CRS that matches no CRS of the catalogue. */
export const UNKNOWN_CONIC = ESRI_LAMBERT_93.replace("RGF93_Lambert_93", "Private").replace("46.5", "46.7");
