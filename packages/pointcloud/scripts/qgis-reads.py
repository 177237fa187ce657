# qgis-reads.py FILE…: opens each with QGIS, and prints its points, bounds, CRS and points by class as JSON (Debian: python3-qgis, qgis-providers).
import json
import os
import sys
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.core import QgsApplication, QgsPointCloudLayer  # noqa: E402

application = QgsApplication([], False)
application.initQgis()


def told(path):
    provider = "copc" if path.endswith(".copc.laz") else "pdal"
    layer = QgsPointCloudLayer(path, "points", provider)
    if not layer.isValid():
        return {"isRead": False}
    # QGIS counts classes in the background.
    calculated = QgsPointCloudLayer.PointCloudStatisticsCalculationState.Calculated
    until = time.monotonic() + 60
    while layer.statisticsCalculationState() != calculated and time.monotonic() < until:
        application.processEvents()
        time.sleep(0.05)
    box, statistics = layer.extent(), layer.statistics()
    stated = json.loads(bytes(statistics.toStatisticsJson()))["stats"]["Classification"]
    return {
        "isRead": True,
        "points": layer.pointCount(),
        "bounds": [box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()],
        "crs": layer.crs().authid(),
        "counted": statistics.sampledPointsCount(),
        "classes": stated["class-count"],
    }


print(json.dumps([told(path) for path in sys.argv[1:]]))
