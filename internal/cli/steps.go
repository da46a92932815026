package cli

import (
	"os"
	"runtime"
	"strings"

	"contactcast/internal/job"
	"contactcast/internal/words"
)

// stepWords say what to do now with a job, each with the command that does it. again is the command that goes on.
func (a *app) stepWords(steps []words.Remedy, name, again string) (all []string) {
	for _, step := range steps {
		switch step {
		case words.GoOn:
			code := step.Code()
			if strings.Contains(again+" ", " - ") {
				code += "/stdin"
			}
			all = append(all, a.sentence(words.New(code, "command", again)))
		case words.Decide:
			all = append(all, a.sentence(words.New(step.Code(), "command", a.typed.to("resolve", name))))
		case words.CorrectRows:
			all = append(all, a.sentence(words.New(step.Code())))
		case words.Track:
			all = append(all, a.sentence(words.New(step.Code(), "command", a.typed.track(name))))
		}
	}
	return all
}

// resume is the command that goes on with a job. A run that could not even keep its command,
// on a full disk say, leaves what is known of the job.
func (a *app) resume(name, file, kept string) string {
	if kept != "" {
		return strings.TrimPrefix(kept, fromHere(""))
	}
	c := a.typed.to("send", file)
	if file == "-" || job.NameOf(file) != name {
		c = c.with("job", name)
	}
	return c.String()
}

// fromHere is a command that names files as seen from the present folder, for one who may stand elsewhere.
func fromHere(command string) string {
	dir, err := os.Getwd()
	if err != nil || runtime.GOOS == "windows" { // whose shells differ in how they do one thing after another
		return command
	}
	return "cd " + quoted(dir) + " && " + command
}
