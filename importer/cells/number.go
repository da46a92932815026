package cells

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// dateSystem is the number of days between 1899-12-30 and a workbook's day 0.
type dateSystem int

const since1904 dateSystem = 1462

// lastDay is the day after the last one a workbook can show, 9999-12-31.
const lastDay = 2958466

// exactDigits is how many digits of a number a workbook keeps.
const exactDigits = 15

// plainDigits reports whether a stored number is its own text: a whole number as written by hand.
func plainDigits(raw []byte) bool {
	if len(raw) == 0 || len(raw) > exactDigits || raw[0] == '0' && len(raw) > 1 {
		return false
	}
	for _, c := range raw {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// show is what becomes of the stored number raw under the format. What is not a
// number stays text.
func (f *numberFormat) show(raw string, date0 dateSystem) (Kind, string) {
	v, err := strconv.ParseFloat(raw, 64)
	if err != nil || strings.Trim(raw, "+-.0123456789eE") != "" {
		return Text, raw
	}
	if f.date && v >= 0 && v+float64(date0) < lastDay {
		return Date, dateText(v, date0)
	}
	digits := decimal(v, raw)
	if f.pattern != nil && plainDigits([]byte(digits)) && digits != "0" {
		return Number, f.fill(digits)
	}
	return Number, digits
}

// decimal writes a number without an exponent, to the 15 digits a workbook keeps.
// A whole number of more digits has lost some and stays as it is stored.
func decimal(v float64, raw string) string {
	if math.Abs(v) >= 1e15 {
		return raw
	}
	rounded, _ := strconv.ParseFloat(strconv.FormatFloat(v, 'g', exactDigits, 64), 64)
	if rounded == 0 {
		return "0"
	}
	return strconv.FormatFloat(rounded, 'f', -1, 64)
}

// dateText writes day v of the date system; a time without a day as a time only.
func dateText(v float64, date0 dateSystem) string {
	days, part := math.Modf(v)
	seconds := int(math.Round(part * 86400))
	clock := time.Date(1899, 12, 30+int(days)+int(date0), 0, 0, seconds, 0, time.UTC)
	switch {
	case days == 0 && seconds < 86400:
		return clock.Format(time.TimeOnly)
	case date0 == 0 && days < 60: // 1900 is a leap year to Excel
		clock = clock.AddDate(0, 0, 1)
	}
	return strings.TrimSuffix(clock.Format(time.DateTime), " 00:00:00")
}

// isoLayouts are the forms of an ISO 8601 date or time in a workbook.
var isoLayouts = []string{"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04:05", "2006-01-02T15:04Z07:00", "2006-01-02T15:04", time.DateOnly, time.TimeOnly, "15:04"}

// isoDate writes an ISO 8601 date and time as dateText does; what is none stays.
func isoDate(raw string) string {
	for _, layout := range isoLayouts {
		at, err := time.Parse(layout, raw)
		switch {
		case err != nil:
		case !strings.HasPrefix(layout, "2006"):
			return at.Format(time.TimeOnly)
		default:
			return strings.TrimSuffix(at.Format(time.DateTime), " 00:00:00")
		}
	}
	return raw
}
