# Which of the four engines come as official packages and which as stand-ins. Sourced by ./setup.

engines=(Orleans TorchSharp OnnxRuntime Aspire)
declare -A packages=(
  [Orleans]="Microsoft.Orleans.Server Microsoft.Orleans.Sdk Microsoft.Orleans.TestingHost"
  [TorchSharp]="TorchSharp-cpu"
  [OnnxRuntime]="Microsoft.ML.OnnxRuntime"
  [Aspire]="Aspire.Hosting.AppHost Aspire.Hosting.Orleans Aspire.Hosting.Testing"
)
declare -A standin_folder=([Orleans]=Orleans [TorchSharp]=TorchSharp [OnnxRuntime]=OnnxRuntime [Aspire]=Aspire.Hosting)

# One small restore an engine, all at once; each leaves its log in $feed.
ask_feed_for_all() {
  echo "setup: asking the package feed …"
  local name pids=()
  for name in "${engines[@]}"; do
    ask_feed_for "$name" & pids+=($!)
  done
  local pid
  for pid in "${pids[@]}"; do wait "$pid"; done
  if grep -q 'NU1301' "$feed"/*/log; then
    echo "setup: the package feed cannot be reached; check the network or the NuGet configuration and run this again." >&2
    exit 1
  fi
}

ask_feed_for() {
  local name=$1 folder=$feed/$1 package
  mkdir -p "$folder"
  {
    echo '<Project Sdk="Microsoft.NET.Sdk"><ItemGroup>'
    for package in ${packages[$name]}; do echo "<PackageReference Include=\"$package\" />"; done
    echo '</ItemGroup></Project>'
  } > "$folder/Ask.csproj"
  if dotnet restore "$folder/Ask.csproj" "-p:${name}StandIn=false" > "$folder/log" 2>&1; then
    echo "official" > "$folder/answer"
    echo "the feed has it" > "$folder/reason"
  else
    echo "stand-in" > "$folder/answer"
    reason_in "$folder/log" > "$folder/reason"
  fi
}

# The first package that restore did not find, or else what restore complained of, in words.
reason_in() {
  local missing complaint
  missing=$(grep -oE "(NU1101|NU1102|NU1103): Unable to find (package|a stable package) [A-Za-z0-9._-]+( with version \([^)]*\))?" "$1" |
    head -n 1 | sed -E 's/^NU[0-9]+: Unable to find (a stable )?package //') || true
  complaint=$(grep -oE "error [A-Z]+[0-9]+: [^[]*" "$1" | head -n 1) || true
  if [[ -n $missing ]]; then echo "the feed lacks $missing"; else echo "restore failed: ${complaint:-see $1}"; fi | sed "s/[. ]*$//"
}

answer_for() { cat "$feed/$1/answer"; }

write_answer() {
  local name
  {
    echo '<Project>'
    echo '  <!-- Written by setup. -->'
    echo '  <PropertyGroup>'
    for name in "${engines[@]}"; do
      if [[ $(answer_for "$name") == stand-in ]]; then echo "    <${name}StandIn>true</${name}StandIn>"; fi
    done
    echo '  </PropertyGroup>'
    echo '</Project>'
  } > "$answer.new"
  mv "$answer.new" "$answer"
  for name in "${engines[@]}"; do
    printf 'setup: %-12s %-9s (%s)\n' "$name" "$(answer_for "$name")" "$(cat "$feed/$name/reason")"
  done > "$feed/answers"
}

# What the stand-ins of the missing packages need. Quick when it is there.
set_up_stand_ins() {
  local name
  for name in "${engines[@]}"; do
    if [[ $(answer_for "$name") == stand-in ]]; then "standins/${standin_folder[$name]}/setup"; fi
  done
}

# An official package counts only when it does what ours is tested to do.
prove_official_packages() {
  local name failing
  for name in "${engines[@]}"; do
    [[ $(answer_for "$name") == official ]] || continue
    echo "setup: running tests/Conformance.$name on the official package …"
    if dotnet test "tests/Conformance.$name" -c Release --logger "trx;LogFileName=Conformance.$name.trx" \
      --results-directory "$feed/$name/proof" > "$feed/$name/conformance" 2>&1; then
      suite_of "$name" > "$feed/$name/proof/suite"
    else
      failing=$(grep -m 1 -E '\[FAIL\]|error' "$feed/$name/conformance" || tail -n 1 "$feed/$name/conformance")
      echo "stand-in" > "$feed/$name/answer"
      echo "the official package does not pass its conformance suite: ${failing#"${failing%%[![:space:]]*}"}" > "$feed/$name/reason"
      write_answer
    fi
  done
}

# The conformance suite and the package as they are now, as a hash.
suite_of() { find "tests/Conformance.$1" tests/Shared Directory.Packages.props -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum; }

# Whether that suite has passed on that official package, so that running it again would tell nothing.
is_proven() { [[ $(answer_for "$1") == official && $(cat "$feed/$1/proof/suite" 2>/dev/null) == "$(suite_of "$1")" ]]; }
