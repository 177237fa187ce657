# qgis-reads.py FILE…: opens each with QGIS, and prints its points, bounds, CRS and points by class as JSON (Debian: python3-qgis, qgis-providers).
import json
import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.core import QgsApplication, QgsPointCloudLayer, QgsPointCloudRequest, QgsGeometry  # noqa: E402,F401
from qgis.PyQt.QtCore import QEventLoop, QTimer  # noqa: E402

application = QgsApplication([], False)
application.initQgis()


def told(path):
    provider = "copc" if path.endswith(".copc.laz") else "pdal"
    layer = QgsPointCloudLayer(path, "points", provider)
    if not layer.isValid():
        return {"isRead": False}
    # QGIS counts classes in the background.
    loop = QEventLoop()
    layer.statisticsCalculationStateChanged.connect(lambda state: loop.quit() if int(state) == 2 else None)
    QTimer.singleShot(60_000, loop.quit)
    if int(layer.statisticsCalculationState()) != 2:
        loop.exec()
    box, statistics = layer.extent(), layer.statistics()
    return {
        "isRead": True,
        "points": layer.pointCount(),
        "bounds": [box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()],
        "crs": layer.crs().authid(),
        "sampled": statistics.sampledPointsCount(),
        "classes": {str(code): count for code, count in statistics.availableClasses("Classification").items()}
        if hasattr(statistics.availableClasses("Classification"), "items")
        else {str(int(code)): None for code in statistics.classesOf("Classification")},
    }


print(json.dumps([told(path) for path in sys.argv[1:]]))
