"""Every kind of mistake in an instance, one row each."""

from bad_inputs.fields import FIELDS
from bad_inputs.fits import FITS
from bad_inputs.past import PAST
from bad_inputs.pins import PINS
from bad_inputs.references import REFERENCES
from bad_inputs.row import BadInput
from bad_inputs.times import BANDS, TIMES

BAD_INPUTS: list[BadInput] = [*FIELDS, *TIMES, *BANDS, *REFERENCES, *FITS, *PINS, *PAST]
