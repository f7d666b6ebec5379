"""The baseline of the import bench: pandas reads the table and prints how many rows it has."""

import sys

import pandas as pd

if __name__ == "__main__":
    print(len(pd.read_csv(sys.argv[1])))
