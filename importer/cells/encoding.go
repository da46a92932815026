package cells

func (f *File) findEncoding() error {
	f.Encoding = "utf-8"
	return nil
}
