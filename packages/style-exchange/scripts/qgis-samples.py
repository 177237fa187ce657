"""Writes the styles of src/testing/qgis with QGIS itself: /usr/bin/python3 scripts/qgis-samples.py src/testing/qgis"""
import os, sys
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from qgis.core import *
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtCore import QVariant

folder = sys.argv[1]
os.makedirs(folder, exist_ok=True)
app = QgsApplication([], False)
app.initQgis()
FIELDS = "field=typezone:string(3)&field=libelle:string(60)&field=surface:double&field=niveau:integer&field=actif:boolean"


def layer(kind):
    made = QgsVectorLayer(f"{kind}?crs=EPSG:2154&{FIELDS}", "zones", "memory")
    assert made.isValid()
    return made


def save(made, name):
    assert made.saveNamedStyle(f"{folder}/{name}.qml", QgsMapLayer.Symbology | QgsMapLayer.Labeling | QgsMapLayer.Rendering)[1]
    made.saveSldStyle(f"{folder}/{name}.sld")


def fill(**properties):
    return QgsFillSymbol.createSimple({"color": "230,0,0,255", "outline_color": "35,35,35,255", "outline_width": "0.26", **properties})


def line(**properties):
    return QgsLineSymbol.createSimple({"line_color": "0,112,255,255", "line_width": "0.6", **properties})


def marker(**properties):
    return QgsMarkerSymbol.createSimple({"name": "circle", "color": "200,30,30,255", "size": "3", **properties})


def styled(kind, name, renderer, change=None):
    made = layer(kind)
    made.setRenderer(renderer)
    if change:
        change(made)
    save(made, name)


def label(made, expression=False):
    settings = QgsPalLayerSettings()
    settings.fieldName = "concat(\"libelle\", ' (', \"typezone\", ')')" if expression else "libelle"
    settings.isExpression = expression
    text = QgsTextFormat()
    text.setSize(9)
    text.setColor(QColor("#333333"))
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(0.8)
    halo.setColor(QColor("#ffffff"))
    text.setBuffer(halo)
    settings.setFormat(text)
    settings.scaleVisibility = True
    settings.minimumScale = 25000
    settings.maximumScale = 500
    made.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    made.setLabelsEnabled(True)


def scales(made):
    made.setScaleBasedVisibility(True)
    made.setMinimumScale(100000)
    made.setMaximumScale(1000)


def half(symbol):
    symbol.setOpacity(0.5)
    return symbol


ZONES = [("U", "#e60000", "Urbaine"), ("AUc", "#ff6565", "À urbaniser"), ("A", "#ffff00", "Agricole"), ("N", "#56aa02", "Naturelle <script>alert(1)</script>")]

styled("MultiPolygon", "polygon-single", QgsSingleSymbolRenderer(half(fill())), scales)
styled("MultiPolygon", "polygon-label", QgsSingleSymbolRenderer(fill(style="no")), label)
styled("MultiPolygon", "polygon-label-expression", QgsSingleSymbolRenderer(fill()), lambda made: label(made, True))
categories = [QgsRendererCategory(value, fill(color=colour), text) for value, colour, text in ZONES]
styled("MultiPolygon", "polygon-categories", QgsCategorizedSymbolRenderer("typezone", categories + [QgsRendererCategory(None, fill(color="#999999"), "autres")]), label)
styled("MultiPolygon", "polygon-categories-lists", QgsCategorizedSymbolRenderer("typezone", [QgsRendererCategory(["A", "N"], fill(color="#56aa02"), "A et N"), QgsRendererCategory("U", fill(), "U", False)]))
styled("MultiPolygon", "polygon-categories-numbers", QgsCategorizedSymbolRenderer("niveau", [QgsRendererCategory(value, fill(color=colour), str(value)) for value, colour in [(1, "#ffffb2"), (2, "#fd8d3c"), (3, "#bd0026")]]))
styled("MultiPolygon", "polygon-categories-expression", QgsCategorizedSymbolRenderer("upper(\"typezone\")", categories[:2]))
ranges = [QgsRendererRange(low, high, fill(color=colour), f"{low} - {high}") for low, high, colour in [(0, 10, "#edf8e9"), (10, 50, "#74c476"), (50, 1000.5, "#006d2c")]]
styled("MultiPolygon", "polygon-graduated", QgsGraduatedSymbolRenderer("surface", ranges))


def rules(parts, kind=fill):
    root = QgsRuleBasedRenderer.Rule(None)
    for text, colour, title in parts:
        rule = QgsRuleBasedRenderer.Rule(kind(color=colour), 0, 0, text, title)
        root.appendChild(rule)
    return root


root = rules([("\"typezone\" = 'U'", "#e60000", "U"), ("\"typezone\" IN ('A','N')", "#56aa02", "A, N"), ("ELSE", "#999999", "autres")])
styled("MultiPolygon", "polygon-rules", QgsRuleBasedRenderer(root))
root = rules([("\"surface\" < 10", "#edf8e9", "petite"), ("\"surface\" >= 10 AND \"surface\" < 50", "#74c476", "moyenne"), ("\"surface\" >= 50", "#006d2c", "grande")])
styled("MultiPolygon", "polygon-rules-ranges", QgsRuleBasedRenderer(root))
root = rules([("\"typezone\" = 'U'", "#e60000", "U"), ("\"surface\" > 50", "#006d2c", "grande"), ("length(\"libelle\") > 3", "#0000ff", "longue")])
nested = QgsRuleBasedRenderer.Rule(None, 0, 25000, "\"niveau\" = 1", "groupe")
nested.appendChild(QgsRuleBasedRenderer.Rule(fill(color="#123456"), 0, 0, "\"typezone\" = 'N'", "dedans"))
root.appendChild(nested)
styled("MultiPolygon", "polygon-rules-mixed", QgsRuleBasedRenderer(root))
hatch = QgsFillSymbol()
hatch.deleteSymbolLayer(0)
lines = QgsLinePatternFillSymbolLayer()
lines.setLineAngle(45)
lines.setDistance(2)
lines.setSubSymbol(line(line_color="#c2185b", line_width="0.4"))
hatch.appendSymbolLayer(lines)
hatch.appendSymbolLayer(QgsSimpleLineSymbolLayer(QColor("#c2185b"), 0.5))
dots = QgsFillSymbol()
dots.deleteSymbolLayer(0)
points = QgsPointPatternFillSymbolLayer()
points.setSubSymbol(marker(color="#2f7d32", size="1"))
dots.appendSymbolLayer(points)
styled("MultiPolygon", "polygon-hatch", QgsCategorizedSymbolRenderer("typezone", [QgsRendererCategory("U", hatch, "U"), QgsRendererCategory("A", fill(style="b_diagonal"), "A"), QgsRendererCategory("AUc", fill(style="diagonal_x"), "AUc"), QgsRendererCategory("N", dots, "N")]))
gradient = QgsFillSymbol()
gradient.changeSymbolLayer(0, QgsGradientFillSymbolLayer(QColor("#ff0000"), QColor("#0000ff")))
styled("MultiPolygon", "polygon-gradient", QgsSingleSymbolRenderer(gradient))
styled("MultiPolygon", "polygon-inverted", QgsInvertedPolygonRenderer(QgsSingleSymbolRenderer(fill())))
styled("MultiLineString", "line-dash", QgsSingleSymbolRenderer(line(line_style="dash")))
styled("MultiLineString", "line-custom-dash", QgsCategorizedSymbolRenderer("typezone", [QgsRendererCategory("U", line(use_custom_dash="1", customdash="4;2"), "U"), QgsRendererCategory("A", line(line_style="dot", line_color="#00aa00"), "A")]))
double = line(line_width="1.6", line_color="#000000")
double.appendSymbolLayer(QgsSimpleLineSymbolLayer(QColor("#ffffff"), 1))
styled("MultiLineString", "line-double", QgsSingleSymbolRenderer(double))
styled("MultiLineString", "line-graduated-size", (lambda r: (r.setGraduatedMethod(QgsGraduatedSymbolRenderer.GraduatedSize) if hasattr(r, "setGraduatedMethod") else None, r)[1])(QgsGraduatedSymbolRenderer("niveau", [QgsRendererRange(0, 1, line(line_width="0.3"), "faible"), QgsRendererRange(1, 2, line(line_width="0.8"), "moyen"), QgsRendererRange(2, 9, line(line_width="2"), "fort")])))
styled("Point", "point-single", QgsSingleSymbolRenderer(marker()), label)
styled("Point", "point-shapes", QgsCategorizedSymbolRenderer("typezone", [QgsRendererCategory("U", marker(name="square"), "U"), QgsRendererCategory("A", marker(name="triangle", color="#00aa00"), "A"), QgsRendererCategory("N", marker(name="star", color="#0000aa"), "N"), QgsRendererCategory("AUc", marker(name="cross", color="#aa00aa"), "AUc")]))


def svg(path, colour):
    symbol = QgsMarkerSymbol()
    made = QgsSvgMarkerSymbolLayer(path, 6)
    made.setFillColor(QColor(colour))
    symbol.changeSymbolLayer(0, made)
    return symbol


styled("Point", "point-svg", QgsCategorizedSymbolRenderer("typezone", [QgsRendererCategory("U", svg("services/services_school.svg", "#c00000"), "École"), QgsRendererCategory("A", svg("health/hospital.svg", "#0000c0"), "Hôpital"), QgsRendererCategory("N", svg("landmark/tree.svg", "#00c000"), "Arbre"), QgsRendererCategory("AUc", svg("base64:PHN2Zy8+", "#00c000"), "Dessin")]))
by_size = marker()
by_size.setDataDefinedSize(QgsProperty.fromExpression("coalesce(scale_exp(\"surface\", 0, 100, 1, 10, 0.57), 0)"))
styled("Point", "point-size", QgsSingleSymbolRenderer(by_size))
heat = QgsHeatmapRenderer()
heat.setRadius(10)
heat.setWeightExpression("\"niveau\"")
heat.setColorRamp(QgsGradientColorRamp(QColor("#ffffff"), QColor("#ff0000")))
styled("Point", "point-heat", heat)
cluster = QgsPointClusterRenderer()
cluster.setEmbeddedRenderer(QgsSingleSymbolRenderer(marker()))
cluster.setTolerance(3)
styled("Point", "point-cluster", cluster)
styled("Point", "point-nothing", QgsNullSymbolRenderer())
print(len(os.listdir(folder)), "files", Qgis.version())
