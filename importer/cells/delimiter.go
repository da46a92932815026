package cells

import "io"

// candidates are the delimiters that are detected, the less usual inside a cell first.
const candidates = "\t;|,"

// sampleRecords is how many records that are not blank tell the delimiter.
const sampleRecords = 30

// detectDelimiter finds the delimiter of a text from its beginning: the one that
// cuts the first record it can cut into most cells, and of several the one that
// cuts most other records alike. A comma if there is nothing to cut.
func detectDelimiter(sample []byte) byte {
	best, bestFirst, bestCells, bestAlike := byte(','), sampleRecords, 0, 0
	for _, d := range []byte(candidates) {
		first, cells, alike, records := profile(sample, d)
		if cells < 2 || first > 0 && 2*alike < records {
			continue
		}
		better := first < bestFirst ||
			first == bestFirst && (cells > bestCells || cells == bestCells && alike > bestAlike)
		if better {
			best, bestFirst, bestCells, bestAlike = d, first, cells, alike
		}
	}
	return best
}

// profile cuts a sample by a delimiter: which record is the first to have several
// cells, how many, how many records have as many, and how many there are.
func profile(sample []byte, delimiter byte) (first, cells, alike, records int) {
	c := recordReader{win: &window{buf: sample, to: len(sample), err: io.EOF}, delimiter: delimiter}
	for records < sampleRecords {
		row, err := c.next()
		if err != nil {
			break
		}
		if row.Problem != "" || row.blank() {
			continue
		}
		if n := len(row.Cells); cells == 0 && n > 1 {
			first, cells = records, n
		}
		if len(row.Cells) == cells {
			alike++
		}
		records++
	}
	return first, cells, alike, records
}
