#!/usr/bin/python3
"""QGIS edits a layer through OGC API - Features with a person's key; its changes wait in the moderators' queue.

Needs QGIS 3.40 (Debian: `apt-get install qgis python3-qgis`), a running Archipel, and a layer of a dataset with review:

    python3 e2e/clients/qgis-oapif.py http://urbanisme.localhost:3000/ogc LAYER --key KEY

LAYER is a layer's id, KEY a key with the scope "contribute" from the account page. QGIS sends it with its authentication method
"API Header". Exits with 0 when every check passes, and prints each. `node scripts/test/clients.mjs` creates the key and checks the queue.
"""

import argparse
import json
import os
import sys
import tempfile
import urllib.request

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# A folder of its own, so that the user's credentials stay untouched.
os.environ["QGIS_AUTH_DB_DIR_PATH"] = tempfile.mkdtemp(prefix="qgis-oapif-")
from qgis.core import (  # noqa: E402
    Qgis,
    QgsApplication,
    QgsAuthMethodConfig,
    QgsDataSourceUri,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsVectorLayer,
)


def check(is_right: bool, what: str) -> None:
    print(("ok    " if is_right else "WRONG ") + what, flush=True)
    if not is_right:
        sys.exit(1)


def get_json(url: str, key: str) -> dict:
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {key}", "Accept": "application/json"})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def api_header(key: str) -> str:
    """Stores the key in QGIS's credentials; returns the id of the entry."""
    manager = QgsApplication.authManager()
    if not manager.setMasterPassword("of this test alone", True):
        sys.exit("QGIS cannot store credentials: install libqca-qt5-2-plugins")
    config = QgsAuthMethodConfig("APIHeader")
    config.setName("archipel")
    config.setConfig("Authorization", f"Bearer {key}")
    if not manager.storeAuthenticationConfig(config):
        sys.exit("QGIS did not store the credentials")
    return config.id()


def open_layer(base: str, layer_id: str, key: str) -> QgsVectorLayer:
    uri = QgsDataSourceUri()
    uri.setParam("url", base)
    uri.setParam("typename", layer_id)
    uri.setAuthConfigId(api_header(key))
    return QgsVectorLayer(uri.uri(False), "layer", "OAPIF")


def main(base: str, layer_id: str, key: str) -> None:
    items = f"{base}/collections/{layer_id}/items"
    expected = get_json(f"{items}?limit=1", key)["numberMatched"]
    before = {fid: get_json(f"{items}/{fid}", key) for fid in (1, 2)}

    layer = open_layer(base, layer_id, key)
    check(layer.isValid(), f"QGIS {Qgis.version()} opens the layer ({layer.crs().authid()}): {layer.error().summary()}")
    by_id = {feature.id(): feature for feature in layer.getFeatures()}
    check(len(by_id) == expected, f"{len(by_id)} features read of {expected}")
    capabilities = layer.dataProvider().capabilitiesString()
    print("      " + capabilities)

    numbers = layer.dataProvider()
    first, second = sorted(by_id)[:2]
    text = next(index for index, field in enumerate(layer.fields()) if field.typeName() in ("string", "String", "") and field.type() == 10)
    name = layer.fields()[text].name()

    check(layer.startEditing(), "the layer can be edited")
    added = QgsFeature(layer.fields())
    centre = by_id[first].geometry().centroid().asPoint()
    added.setGeometry(QgsGeometry.fromPolygonXY([[QgsPointXY(centre.x() + dx, centre.y() + dy) for dx, dy in ((0, 0), (5, 0), (5, 5), (0, 0))]]).coerceToType(layer.wkbType())[0])
    added.setAttribute(text, "Added by QGIS")
    check(layer.addFeature(added), "a feature is drawn")
    check(layer.commitChanges(False), f"and sent: {layer.commitErrors()}")
    check(layer.changeAttributeValue(first, text, "Changed by QGIS"), "an attribute is changed")
    moved = QgsGeometry(by_id[first].geometry())
    moved.translate(1, 1)
    check(layer.changeGeometry(first, moved), "a shape is moved")
    check(layer.commitChanges(False), f"and sent: {layer.commitErrors()}")
    check(layer.deleteFeature(second), "a feature is deleted")
    check(layer.commitChanges(True), f"and sent: {layer.commitErrors()}")

    after = get_json(f"{items}?limit=1", key)["numberMatched"]
    check(after == expected, f"the layer itself still has {after} features")
    check(all(get_json(f"{items}/{fid}", key)["properties"] == seen["properties"] for fid, seen in before.items()), f"and its {name} are unchanged")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base")
    parser.add_argument("layer")
    parser.add_argument("--key", required=True)
    asked = parser.parse_args()
    QgsApplication.setPrefixPath("/usr", True)
    qgis = QgsApplication([], False)
    qgis.initQgis()
    try:
        main(asked.base, asked.layer, asked.key)
    finally:
        qgis.exitQgis()
