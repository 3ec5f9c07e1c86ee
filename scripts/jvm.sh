# Sourced by other scripts, from the repository's root and after jdk.sh: HUB_JAR, AOT_CACHE and JVM_OPTIONS.
# Small memory and a quick start. A young generation of 24 MB, as live data is about as much; what the compiler took from
# the C library's heap goes back every few seconds, and that heap has two arenas instead of eight for each processor.
export MALLOC_ARENA_MAX=2
HUB_JAR=hub-service/target/hub-service.jar
AOT_CACHE=hub-service/target/hub.aot
JVM_OPTIONS=(
  -Xmx128m -Xmn24m -Xss512k
  -XX:+UseSerialGC
  -XX:TrimNativeHeapInterval=5000
  -XX:+UseCompactObjectHeaders
  -XX:MaxMetaspaceSize=160m
  -XX:ReservedCodeCacheSize=64m
  -XX:MaxDirectMemorySize=64m
  -XX:+ExitOnOutOfMemoryError
  --enable-native-access=ALL-UNNAMED
  --sun-misc-unsafe-memory-access=allow
  -Djava.awt.headless=true
)
if [ -f "$AOT_CACHE" ] && [ "$AOT_CACHE" -nt "$HUB_JAR" ]; then
  JVM_OPTIONS+=("-XX:AOTCache=$AOT_CACHE")
fi
