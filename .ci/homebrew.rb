# contactcast for Homebrew: brew install ./contactcast.rb
class Contactcast < Formula
  desc "WhatsApp contact cards for everybody on a spreadsheet"
  homepage "@URL@"
  version "@VERSION@"
  license "MIT"

  on_macos do
    on_arm do
      url "@URL@/contactcast-@TAG@-darwin-arm64.tar.gz"
      sha256 "@DARWIN_ARM64@"
    end
    on_intel do
      url "@URL@/contactcast-@TAG@-darwin-amd64.tar.gz"
      sha256 "@DARWIN_AMD64@"
    end
  end

  on_linux do
    on_arm do
      url "@URL@/contactcast-@TAG@-linux-arm64.tar.gz"
      sha256 "@LINUX_ARM64@"
    end
    on_intel do
      url "@URL@/contactcast-@TAG@-linux-amd64.tar.gz"
      sha256 "@LINUX_AMD64@"
    end
  end

  def install
    bin.install "contactcast"
    man1.install Dir["man/man1/*.1"]
    bash_completion.install "completions/bash/contactcast"
    zsh_completion.install "completions/zsh/_contactcast"
    fish_completion.install "completions/fish/contactcast.fish"
    doc.install "README.md", "LICENSE"
    pkgshare.install "samples"
  end

  test do
    system bin/"contactcast", "template", "list.csv"
    system bin/"contactcast", "check", "list.csv"
  end
end
