/** What the documentation promises of a statement. */
export interface Expected {
  /** 0 unless given. */
  code?: number;
  out?: RegExp;
  err?: RegExp;
  /** Files that it makes, which are not there before. */
  makes?: readonly string[];
}

const CHECKED = /^The check ran to its end\.$/m;
const MADE = /: \d/;

/** By statement, without `npx`. Statements that only set a variable are not listed. */
export const EXPECTED: Readonly<Record<string, Expected>> = {
  // Checking and repairing on this machine. The deliveries lack files, so that they do not conform.
  "archipel models": { out: /^cnig-plu-2017 /m },
  "archipel models | grep plu": { out: /^cnig-plu-2017 /m },
  "archipel check 30014_PLU_20171013.zip --model cnig-plu-2017": {
    code: 1,
    out: /TABLE_MISSING_ATTRIBUTE – 30014_DOC_URBA_20171013\.csv DATEREF/,
    err: CHECKED,
  },
  "archipel check livraison/ --model cnig-sup-ac1 --flat --format csv > rapport.csv": { code: 1, err: CHECKED, makes: ["rapport.csv"] },
  "archipel check 30014_PLU_20171013.zip --model cnig-plu-2017 --profile national --complexity-error vertices=50000": {
    code: 1,
    err: CHECKED,
  },
  "archipel check LHD_FXX_0292_6833_PTS_LAMB93_IGN69.laz": { out: /^LHD_FXX_0292_6833_PTS_LAMB93_IGN69\.laz {2}3,000 points/ },
  "archipel check dalles/ --repair duplicates,header --reclassify 8=1": { out: /3,000 points/ },
  "cat export.geojson | archipel check - --name arbres.geojson --model example-trees": { err: /conform to the model example-trees/ },
  "archipel check zones.gpkg --model ./our-model.json --format jsonl | jq -r .code | sort | uniq -c": {
    err: /conform to the model our-model/,
  },
  'if archipel check livraison.zip --model cnig-sup-ac1 --format csv > rapport.csv; then\n  echo "ready to be delivered"\nfi': {
    err: CHECKED,
    makes: ["rapport.csv"],
  },
  "archipel repair 30014_PLU_20171013.zip --model cnig-plu-2017 --out repaired.zip": {
    code: 1,
    out: /^Repaired:\n/m,
    err: /Written: .*repaired\.zip/,
    makes: ["repaired.zip"],
  },
  "archipel repair zones.shp --model ./our-model.json --only ATTRIBUTE_GEOMETRY_INVALID --out zones.gpkg": {
    err: /Written: .*zones\.gpkg/,
    makes: ["zones.gpkg"],
  },
  "archipel repair dalle.laz --repair bad-times,duplicates --reclassify 8=1 --out dalle.copc.laz": {
    out: /^dalle\.copc\.laz {2}/,
    makes: ["dalle.copc.laz"],
  },
  "archipel repair livraison/ --model cnig-sup-ac1 --dry-run": { code: 1, err: CHECKED },
  // Repairing on a server.
  "archipel repair 30014_PLU_20171013.zip --server --model cnig-plu-2017 --dry-run": { code: 1, err: CHECKED },
  "archipel repair 0199c3… --only trim,make-valid && archipel publish 0199c3…": { out: /Repaired:/, err: /is published/ },
  'archipel repair "$id" && archipel publish "$id"': { out: /Repaired:/, err: /is published/ },
  // Signed answers.
  "archipel verify answer.pdf --keys answer-keys.json": { out: /^Good: / },
  // Point clouds.
  "archipel cloud info LHD_FXX_0292_6833_PTS_LAMB93_IGN69.copc.laz": { out: /3,000 points/ },
  "archipel cloud info releve.laz": { out: /3,000 points/ },
  "npx --prefix ~/archipel archipel cloud info releve.laz": { out: /3,000 points/ },
  "archipel cloud info releve.las --format json | jq .classes": { out: /"2": \d+/ },
  "archipel cloud copc releve.las releve.copc.laz --wkt lambert93.prj": { out: /^releve\.copc\.laz: /, makes: ["releve.copc.laz"] },
  "archipel cloud copc releve.laz releve.copc.laz": { out: /^releve\.copc\.laz: /m, makes: ["releve.copc.laz"] },
  "archipel cloud clip LHD_*.copc.laz --area quartier.geojson --classes 2,6 --out quartier.laz": {
    out: /^quartier\.laz: /,
    makes: ["quartier.laz"],
  },
  "archipel cloud clip LHD_*.copc.laz --area quartier.geojson --out quartier.laz": { out: /^quartier\.laz: /m, makes: ["quartier.laz"] },
  "archipel cloud clip LHD_*.copc.laz --area quartier.geojson --estimate": { out: /^About [\d,]+ points/m },
  "archipel cloud clip LHD_*.copc.laz --classes 2,6 --spacing 0.5 --out toits.copc.laz": {
    out: /^toits\.copc\.laz: /m,
    makes: ["toits.copc.laz"],
  },
  "archipel cloud dtm LHD_*.copc.laz --resolution 0.5 --out mnt.tif": { out: MADE, makes: ["mnt.tif"] },
  "archipel cloud dsm LHD_*.copc.laz --resolution 0.5 --out mns.tif": { out: MADE, makes: ["mns.tif"] },
  "archipel cloud chm LHD_*.copc.laz --resolution 0.5 --out mnh.tif": { out: MADE, makes: ["mnh.tif"] },
  "archipel cloud hillshade mnt.tif --out ombrage.tif": { out: MADE, makes: ["ombrage.tif"] },
  "archipel cloud contours mnt.tif --interval 1 --out courbes.gpkg": { out: MADE, makes: ["courbes.gpkg"] },
  "archipel cloud take $LAYER --portal https://lidar.example.org --area quartier.geojson --out quartier.zip": {
    out: /^quartier\.zip: /,
    makes: ["quartier.zip"],
  },
  "archipel cloud take LAYER --portal https://lidar.example.org --area quartier.geojson --estimate": { out: /^About [\d,]+ points/ },
  "archipel cloud take LAYER --portal https://lidar.example.org --area quartier.geojson --models dtm,contours --out quartier.zip": {
    out: /^quartier\.zip: /m,
    makes: ["quartier.zip"],
  },
  // Uploads and publications.
  "archipel upload zones.gpkg": { out: /^[0-9a-f-]{36} {2}zones\.gpkg\n {2}zones {2}Point/ },
  "archipel upload livraison.zip --resume": { out: /livraison\.zip/ },
  "archipel upload dalles/ --repair bad-times,duplicates --reclassify 8=1": { out: /dalles\.zip/ },
  "archipel upload mnt.xyz --product dtm --heights 5720": { out: /mnt/ },
  'id=$(archipel upload zones.gpkg --format json | jq -r .id) && archipel publish "$id" --title "Zones"': {
    out: /Zones/,
    err: /is published/,
  },
  'archipel publish 0199c3… --title "Zones inondables" --portal risques': { err: /is published/ },
  "archipel publish 0199c3… --dataset zones-inondables --layers alea,enjeux --draft": { out: /enjeux/ },
  "archipel publish 0199c3… --documents Pieces/reglement.pdf,Pieces/rapport.pdf": { out: /3 files/ },
  'archipel publish 0199c3… --layers mnt_2026 --no-documents --title "Relief 2026"': { out: /Relief 2026\n {2}1 file/ },
  'archipel publish "$id" --title "Zones inondables" --portal risques': { err: /is published/ },
  'archipel publish "$id" --layers zones,mnt_2026 --documents Pieces/reglement.pdf': { out: /zones[\s\S]*2 files/ },
  "archipel list": { out: /zones-inondables/ },
  "archipel list layers --format jsonl | jq -r 'select(.features > 1000) | .id'": { out: /^$/ },
  "archipel list jobs --limit 10": { out: /^([^\n]+\n){10}$/ },
  "archipel list jobs --format jsonl | jq -r 'select(.status == \"progress\") | .id'": {},
  "archipel job 0199c3… --follow": { out: /success/ },
  "archipel logout": { out: /./ },
  // Updates.
  "archipel update zones-inondables alea alea-2026.gpkg --delta code --dry-run": { out: /^1 to add, 0 to change/ },
  "archipel update zones-inondables alea alea-2026.gpkg --delta code,commune --add-columns hauteur --apply --yes": {
    err: /hauteur[\s\S]*revision/,
  },
  "archipel update zones-inondables alea alea.gpkg --delta code": { out: /^0 to add, 0 to change, 0 to delete, 2 unchanged/ },
  "archipel update zones-inondables alea alea.gpkg --delta code --apply --yes": { out: /^0 to add, 0 to change, 0 to delete, 2 unchanged/ },
  // Addresses. `LAYER` has twelve zones.
  'curl "https://lidar.example.org/stac/collections/COLLECTION/items?bbox=2.3,48.8,2.4,48.9&datetime=2023-01-01/.."': {
    out: /"type":"FeatureCollection"/,
  },
  'curl -H "Authorization: Bearer archipel_…" https://urbanisme.example.org/ogc/collections': { out: /"collections":\[\{/ },
  'curl -H "Authorization: Bearer archipelapp_…" https://core.example.org/ogc/collections': { out: /"collections":\[\{/ },
  "curl https://urbanisme.example.org/ogc/collections": { out: /"collections":\[\{/ },
  'curl "https://urbanisme.example.org/ogc/collections/LAYER/items?bbox=5.5,45.5,5.6,45.6&typezone=U"': { out: /"typezone":"U"/ },
  'curl -X PATCH -H "Authorization: Bearer $KEY" -H \'Content-Type: application/merge-patch+json\' -H \'If-Match: "3"\' \\\n  -d \'{"properties":{"libelle":"Ua"}}\' https://urbanisme.example.org/ogc/collections/LAYER/items/12':
    { out: /"libelle":"Ua"/ },
  "ogrinfo -so -al /vsicurl/https://urbanisme.example.org/downloads/LAYER.gpkg": { out: /Feature Count: 12/ },
  "ogr2ogr out.gpkg /vsicurl/https://urbanisme.example.org/downloads/LAYER.gpkg -spat 6.1 48.6 6.2 48.7": { makes: ["out.gpkg"] },
  "ogrinfo OAPIF:https://urbanisme.example.org/ogc": { out: /Zonage/ },
  "ogr2ogr out.gpkg OAPIF:https://urbanisme.example.org/ogc LAYER": { makes: ["out.gpkg"] },
  "ogrinfo -q -spat 900000 6500000 900500 6500500 OAPIF:https://urbanisme.example.org/ogc LAYER": { out: /typezone \(String\) = U/ },
  // This asks on a terminal, which a test does not have.
  "archipel update adresses adresse adresses.csv --replace --apply": { code: 2, err: /--apply needs --yes/ },
};

/** Statements that are not run here, and why. */
export const NOT_RUN: readonly { statement: RegExp; why: string }[] = [
  { statement: /archipel login$/, why: "waits for a person who types a code: command-line-login.test.ts plays that person" },
  {
    statement: /^sudo .*archipel-server/,
    why: "needs an installed platform: the group install runs the page's steps on one (e2e/install)",
  },
];
