package cells

import "io"

func refuseForeign(head []byte, r io.ReaderAt) error { return nil }

func (p *pack) foreign() error { return unsupported("it is a zip file, but not a workbook") }
