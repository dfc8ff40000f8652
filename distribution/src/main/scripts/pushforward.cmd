@echo off
rem Runs Pushforward from the folder that this file is in, on the jars in lib\. It needs Java 17 or later.
setlocal

set "java=java"
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "java=%JAVA_HOME%\bin\java.exe"

rem Java versions before 17 do not know this option.
"%java%" --enable-native-access=ALL-UNNAMED -version >nul 2>&1
if errorlevel 1 (
    echo pushforward: Java 17 or later is needed, and "%java%" is not: set JAVA_HOME 1>&2
    exit /b 1
)

rem Engines read these before Java can set them: no telemetry, no downloads, few log messages.
set ORT_DISABLE_TELEMETRY=1
set OPT_OUT_TRACKING=true
set DJL_OFFLINE=true
if not defined TF_CPP_MIN_LOG_LEVEL set TF_CPP_MIN_LOG_LEVEL=2

"%java%" -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -Dorg.slf4j.simpleLogger.log.ai.djl=error ^
    --enable-native-access=ALL-UNNAMED -cp "%~dp0lib\*" org.pushforward.benchmark.cli.Pushforward %*
exit /b %errorlevel%
