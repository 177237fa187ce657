import { buildZip } from "../zip-builder.ts";
import type { Bait, HostileFile } from "./hostile-file.ts";

/** Files that make a careless reader open another file, beside it or over the network. Each comes under several names, alone and in a zip. */
export function disguises({ url, secretPath }: Bait): HostileFile[] {
  const vrt = (source: string) =>
    `<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>${source}</SrcDataSource><SrcLayer>x</SrcLayer></OGRVRTLayer></OGRVRTDataSource>`;
  const files: [name: string, extensions: string[], content: string][] = [
    ["a VRT of a file", ["geojson", "kml", "gml", "csv", "vrt", "shp", "gpkg", "tab", "dxf", "gpx"], vrt(secretPath)],
    ["a VRT of an address", ["geojson", "kml", "gml", "csv", "vrt"], vrt(`/vsicurl/${url}/a.geojson`)],
    ["a VRT behind white space", ["geojson", "kml"], `\uFEFF \n\n<?xml version="1.0"?><!-- kml -->${vrt(secretPath)}`],
    ["a VRT that speaks of KML", ["kml"], vrt(secretPath).replace("<OGRVRTLayer", "<!-- <kml> --><OGRVRTLayer")],
    [
      "a VRT that speaks of GML",
      ["gml", "kml"],
      `<OGRVRTDataSource xmlns:gml="http://www.opengis.net/gml" xmlns="http://www.opengis.net/kml/2.2"><Metadata><kml/></Metadata>${vrt(secretPath)}</OGRVRTDataSource>`,
    ],
    [
      "a raster VRT",
      ["vrt", "tif", "kml", "asc"],
      `<VRTDataset rasterXSize="1" rasterYSize="1"><VRTRasterBand dataType="Byte" band="1"><SimpleSource><SourceFilename>${secretPath}</SourceFilename></SimpleSource></VRTRasterBand></VRTDataset>`,
    ],
    ["a WMS description", ["xml", "tif", "kml"], `<GDAL_WMS><Service name="WMS"><ServerUrl>${url}/wms?</ServerUrl></Service></GDAL_WMS>`],
    ["a WFS description", ["xml", "gml"], `<OGRWFSDataSource><URL>${url}/wfs</URL></OGRWFSDataSource>`],
    [
      "capabilities of a WFS",
      ["xml", "gml"],
      `<WFS_Capabilities xmlns="http://www.opengis.net/wfs"><Capability><GetFeature onlineResource="${url}"/></Capability></WFS_Capabilities>`,
    ],
    [
      "a GeoRSS that points away",
      ["xml", "kml"],
      `<rss version="2.0"><channel><link>${url}</link><item><enclosure url="${url}/a.kml"/></item></channel></rss>`,
    ],
    ["a path", ["geojson", "csv", "txt", "shp", "tab"], secretPath],
    ["an address", ["geojson", "csv", "txt", "gml"], `/vsicurl/${url}/a.geojson`],
    ["a path inside an archive elsewhere", ["geojson", "csv"], `/vsizip/${secretPath}/a.geojson`],
    ["a database connection", ["geojson", "csv", "txt"], "PG:host=127.0.0.1 user=postgres dbname=postgres"],
    [
      "a TAB of another table",
      ["tab"],
      `!table\n!version 300\n!charset WindowsLatin1\n\nDefinition Table\n  File "${secretPath}"\n  Type NATIVE Charset "WindowsLatin1"\n  Fields 1\n    a Char (10) ;\n`,
    ],
    [
      "a TAB of a raster",
      ["tab"],
      `!table\n!version 300\n\nDefinition Table\n  File "${secretPath}"\n  Type "RASTER"\n  (1,2) (3,4) Label "a"\n`,
    ],
    [
      "a TAB that joins tables",
      ["tab"],
      `!table\n!version 100\nOpen Table "${secretPath}" Hide\nOpen Table "../../x" Hide\nCreate View a As Select a,b From x,y Where x.a=y.a\n`,
    ],
    [
      "a DXF with an external drawing",
      ["dxf"],
      `  0\nSECTION\n  2\nBLOCKS\n  0\nBLOCK\n  2\nX\n 70\n4\n  1\n${secretPath}\n  0\nENDBLK\n  0\nENDSEC\n  0\nEOF\n`,
    ],
    ["a style that loads", ["sld", "qml"], `<qgis><renderer symbol="${url}/a.svg"/></qgis>`],
    [
      "a QGIS project",
      ["qgs"],
      `<qgis projectname="x"><projectlayers><maplayer><datasource>${secretPath}</datasource></maplayer></projectlayers></qgis>`,
    ],
    ["an internet shortcut", ["url"], `[InternetShortcut]\nURL=${url}\n`],
    [
      "a page",
      ["html", "kml"],
      `<html><body><iframe src="file://${secretPath}"></iframe><script src="${url}/a.js"></script></body></html>`,
    ],
    [
      "a drawing",
      ["svg", "kml"],
      `<svg xmlns="http://www.w3.org/2000/svg"><image href="${url}/a.png"/><use href="file://${secretPath}#a"/></svg>`,
    ],
  ];
  return files.flatMap(([name, extensions, content]) =>
    extensions.flatMap((extension) => [
      { name: `${name} named .${extension}`, fileName: `data.${extension}`, content: () => content },
      ...(extension === extensions[0]
        ? [
            {
              name: `${name} named .${extension} in a zip`,
              fileName: "data.zip",
              content: () => buildZip([{ name: `a/data.${extension}`, content: Buffer.from(content) }]),
            },
          ]
        : []),
    ]),
  );
}
