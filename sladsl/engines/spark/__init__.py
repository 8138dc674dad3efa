"""The columnar engine on Spark, for logs that outgrow a machine. Only this room knows pyspark."""

from sladsl.engines.spark.settings import LOCAL, SparkSettings

__all__ = ["LOCAL", "SparkSettings"]
