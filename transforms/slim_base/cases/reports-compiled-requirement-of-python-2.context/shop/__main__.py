import sys

import unicodecsv

unicodecsv.writer(sys.stdout).writerow([u'open'])
