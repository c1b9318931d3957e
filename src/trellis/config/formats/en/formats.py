from trellis.core.foundation.formatting import number_separators

DECIMAL_SEPARATOR, THOUSAND_SEPARATOR = number_separators("en")
NUMBER_GROUPING = 3
