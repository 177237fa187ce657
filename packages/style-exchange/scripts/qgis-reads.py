"""Reads SLD files with QGIS and prints what it understood, as JSON: /usr/bin/python3 scripts/qgis-reads.py <geometry> <file>…"""
import json, os, sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from qgis.core import QgsApplication, QgsVectorLayer

app = QgsApplication([], False)
app.initQgis()
FIELDS = "field=typezone:string(3)&field=libelle:string(60)&field=surface:double&field=niveau:integer&field=actif:boolean"
GEOMETRIES = {"polygon": "MultiPolygon", "line": "MultiLineString", "point": "Point"}


def drawn(symbol):
    return [[layer.layerType(), layer.color().name(), layer.properties().get("name", "")] for layer in symbol.symbolLayers()]


def understood(geometry, path):
    layer = QgsVectorLayer(f"{GEOMETRIES[geometry]}?crs=EPSG:2154&{FIELDS}", "zones", "memory")
    _, is_read = layer.loadSldStyle(path)
    renderer = layer.renderer()
    if renderer.type() == "singleSymbol":
        rules = [["", drawn(renderer.symbol())]]
    else:
        rules = [[rule.filterExpression(), drawn(rule.symbol())] for rule in renderer.rootRule().children()]
    labeling = layer.labeling()
    return {"isRead": is_read, "rules": rules, "label": labeling.settings().fieldName if labeling else None}


geometry, *files = sys.argv[1:]
print(json.dumps([understood(geometry, path) for path in files]))
