package report

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"time"

	"contactcast/internal/card"
	"contactcast/sender/ledger"
)

// writeJSONL writes one object a line, always with the same keys in the same order.
func writeJSONL(ctx context.Context, w io.Writer, _ string, r Result) error {
	buffered := bufio.NewWriter(w)
	columns, own := r.columns(), newKeys(r.Job.Header)
	out := newObjectWriter()
	for l, err := range r.lines(ctx) {
		if err != nil {
			return err
		}
		if err := out.line(columns, r.resultCells(columns, l), own, l); err != nil {
			return err
		}
		if _, err := out.buf.WriteTo(buffered); err != nil {
			return err
		}
	}
	return buffered.Flush()
}

// objectWriter writes JSON objects whose keys keep their order.
type objectWriter struct {
	buf bytes.Buffer
	enc *json.Encoder
}

func newObjectWriter() *objectWriter {
	o := &objectWriter{}
	o.enc = json.NewEncoder(&o.buf)
	o.enc.SetEscapeHTML(false) // "Müller & Söhne" stays readable; this is not a page
	return o
}

func (o *objectWriter) line(columns []string, cells []any, own *keys, l ledger.Line) error {
	o.buf.WriteByte('{')
	for i, cell := range cells {
		if err := o.pair(columns[i], jsonValue(cell)); err != nil {
			return err
		}
	}
	if err := o.message(l); err != nil {
		return err
	}
	o.buf.WriteString(`,"source":{`)
	for i, cell := range l.Source {
		if err := o.pair(own.name(i), cell); err != nil {
			return err
		}
	}
	_, err := o.buf.WriteString("}}\n")
	return err
}

// message writes what a program wants and a spreadsheet has no column for.
func (o *objectWriter) message(l ledger.Line) error {
	var chatID, quoted string
	var contact *card.Contact
	if m := l.Message; m != nil {
		chatID, contact, quoted = m.ChatID, &m.Contact, m.QuotedMessageID
	}
	for _, p := range []struct {
		key   string
		value any
	}{{"field", l.Field}, {"chatId", chatID}, {"contact", contact}, {"quotedMessageId", quoted}} {
		if err := o.pair(p.key, p.value); err != nil {
			return err
		}
	}
	return nil
}

// pair writes a key and its value.
func (o *objectWriter) pair(key string, value any) error {
	if b := o.buf.Bytes(); b[len(b)-1] != '{' {
		o.buf.WriteByte(',')
	}
	if err := o.enc.Encode(key); err != nil {
		return err
	}
	o.chop()
	o.buf.WriteByte(':')
	if err := o.enc.Encode(value); err != nil {
		return err
	}
	o.chop()
	return nil
}

// chop takes the line break back that an encoder writes after every value.
func (o *objectWriter) chop() {
	o.buf.Truncate(o.buf.Len() - 1)
}

func jsonValue(cell any) any {
	switch cell.(type) {
	case nil, time.Time:
		return plain(cell)
	default:
		return cell
	}
}
